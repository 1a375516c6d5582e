// Package plot writes curves, points and tiles of landscapes for frames and answers.
package plot

import "hebb/sim"

// Path fills a path with n points of a curve over t from 0 to 1.
func Path(f *sim.Frame, i, n int, at func(t float64) (x, y float64)) {
	if dst := f.Slot(i); dst != nil {
		for j := range n {
			x, y := at(float64(j) / float64(n-1))
			dst[2*j], dst[2*j+1] = Small32(x), Small32(y)
		}
	}
}

// Point writes the first point of output i.
func Point(f *sim.Frame, i int, x, y float64) {
	if dst := f.Slot(i); dst != nil {
		dst[0], dst[1] = Small32(x), Small32(y)
	}
}

// Eigenvalues writes eigenvalues to output i, each as its real and imaginary part.
func Eigenvalues(f *sim.Frame, i int, eig []complex128) {
	dst := f.Slot(i)
	if dst == nil {
		return
	}
	for j, z := range eig {
		dst[2*j], dst[2*j+1] = Small32(real(z)), Small32(imag(z))
	}
	f.SetRows(i, len(eig))
}
