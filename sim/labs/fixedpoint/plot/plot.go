// Package plot writes curves, points and tiles of landscapes for frames and answers.
package plot

import "hebb/sim"

// Recorded is a scalar that is recorded.
func Recorded(name, symbol, label, doc string, read sim.Read) sim.Output {
	return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded, Read: read}
}

// Probed is a scalar that a probe measures.
func Probed(probe, name, symbol, label, doc string, read sim.Read) sim.Output {
	return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Probed, Probe: probe, Read: read}
}

// Path is a line of at most n points.
func Path(name, symbol, label, doc string, n int, read sim.Read) sim.Output {
	return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Path, Shape: []int{n, 2}, Read: read}
}

// Points are at most n of them.
func Points(name, symbol, label, doc string, n int, read sim.Read) sim.Output {
	return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Points, Shape: []int{n, 2}, Read: read}
}

// Way is a trail.
func Way(name, label, doc string, way *sim.Trail) sim.Output {
	return Path(name, "", label, doc, sim.TrailPoints+1, way.Read(Small32))
}

// Along reads a curve over t from 0 to 1, in as many points as the output has.
func Along(at func(t float64) (x, y float64)) sim.Read {
	return sim.Fill(func(dst []float32) { Line(dst, at) })
}

// AlongIf reads a curve where there is one.
func AlongIf(is func() bool, at func(t float64) (x, y float64)) sim.Read {
	return sim.Rows(func(dst []float32) int {
		if !is() {
			return 0
		}
		Line(dst, at)
		return len(dst) / 2
	})
}

// Line writes a curve over t from 0 to 1, in as many points as there is room for.
func Line(dst []float32, at func(t float64) (x, y float64)) {
	n := len(dst) / 2
	for j := range n {
		x, y := at(float64(j) / float64(n-1))
		Put(dst, j, x, y)
	}
}

// At reads a single point.
func At(point func() (x, y float64)) sim.Read {
	return sim.Fill(func(dst []float32) {
		x, y := point()
		Put(dst, 0, x, y)
	})
}

// Put writes point j.
func Put(dst []float32, j int, x, y float64) { dst[2*j], dst[2*j+1] = Small32(x), Small32(y) }

// Eigenvalues writes eigenvalues, each as its real and imaginary part, and returns how
// many there are.
func Eigenvalues(dst []float32, eig []complex128) int {
	for j, z := range eig {
		Put(dst, j, real(z), imag(z))
	}
	return len(eig)
}
