package net

import (
	"context"

	"slices"
)

// Like returns a network of n's shape for measuring: weights of its own, and n's
// feedback matrices, which never change.
func (n *Net[T]) Like() *Net[T] {
	m := newState[T](n.Rules, n.Sizes, n.Beta)
	m.B, m.D = n.B, n.D
	return m
}

// SameShape says whether m can take a copy of n: made from it, or from one that
// has the same sizes and the very same feedback.
func (n *Net[T]) SameShape(m *Net[T]) bool {
	return slices.Equal(n.Sizes, m.Sizes) && &n.B[0].Data[0] == &m.B[0].Data[0]
}

// CopyTo copies weights and sharpness to m, which must be of the same shape.
func (n *Net[T]) CopyTo(m *Net[T]) {
	m.Beta = n.Beta
	for l := range n.W {
		copy(m.W[l].Data, n.W[l].Data)
	}
}

// Test returns mean loss and accuracy over count inputs. load writes input i and
// returns its label. Only activities are overwritten.
func (n *Net[T]) Test(ctx context.Context, count int, load func(i int, x []T) (label int)) (loss, accuracy float64, err error) {
	for i := range count {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		label := load(i, n.Y[0])
		n.Forward()
		loss += n.Loss(label)
		if n.Class() == label {
			accuracy++
		}
	}
	return loss / float64(count), accuracy / float64(count), nil
}
