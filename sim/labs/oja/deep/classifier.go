package deep

import (
	"context"

	"hebb/sim/data"
	"hebb/sim/num"
)

// classifier is a copy of the network that can be shown images.
type classifier interface {
	classify(pixels []byte) Verdict
	wrong(ctx context.Context, many int) ([]Mistake, error)
}

// Verdict is the answer to the query "classify".
type Verdict struct {
	P     []float64 `json:"p"` // probability of every class
	Guess int       `json:"guess"`
	Names []string  `json:"names,omitempty"` // of the classes
}

// Mistake is a held-out image that the network gets wrong.
type Mistake struct {
	Image int     `json:"image"` // which of the held-out ones, from 0
	Label int     `json:"label"`
	Guess int     `json:"guess"`
	P     float64 `json:"p"` // probability that it gives to its guess
	// Pixels are grey levels, row after row; JSON writes them in base64.
	Pixels []byte   `json:"pixels"`
	Names  []string `json:"names,omitempty"` // of the label and of the guess
}

func (c *state[T]) classifier(d *deep) classifier {
	return c.capture(d, numberTest, nil).(*measurement[T])
}

func (m *measurement[T]) classify(pixels []byte) Verdict {
	for j, p := range pixels {
		m.n.Y[0][j] = T(data.Grey[p])
	}
	m.n.Forward()
	v := Verdict{P: make([]float64, m.n.Sizes[m.n.Depth()]), Names: names(m.source)}
	num.Convert(v.P, m.n.Y[m.n.Depth()])
	v.Guess = m.n.Class()
	return v
}

// wrong looks through the held-out images until it has found so many mistakes.
func (m *measurement[T]) wrong(ctx context.Context, many int) ([]Mistake, error) {
	list, classes := []Mistake{}, names(m.source)
	for i := 0; i < m.images && len(list) < many; i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		label := m.load(i, m.n.Y[0])
		m.n.Forward()
		guess := m.n.Class()
		if guess == label {
			continue
		}
		x := Mistake{Image: i, Label: label, Guess: guess, P: float64(m.n.Y[m.n.Depth()][guess]), Pixels: make([]byte, len(m.pixels))}
		for j, p := range m.pixels {
			x.Pixels[j] = byte(float64(255*p) + 0.5)
		}
		if classes != nil {
			x.Names = []string{classes[label], classes[guess]}
		}
		list = append(list, x)
	}
	return list, nil
}

// names are the names of a source's classes, or nil.
func names(s source) []string {
	if d, ok := s.(digits); ok {
		return d.set.ClassNames
	}
	return nil
}
