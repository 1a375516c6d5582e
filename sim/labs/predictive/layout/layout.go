// Package layout is networks without numbers: their words, as a field has them, and the
// shapes of their layers.
package layout

import (
	"fmt"
	"strings"

	"hebb/sim/num"
)

// Kind is what a primitive operation does.
type Kind uint8

// The operations.
const (
	Dense Kind = iota
	Conv
	ReLU
	Tanh
	Softplus
	Pool
	Flatten
	Linear
)

// Words are what operations are called in the text of a network.
var Words = map[string]Kind{"dense": Dense, "conv": Conv, "relu": ReLU, "tanh": Tanh, "softplus": Softplus, "pool": Pool, "flatten": Flatten, "linear": Linear}

// Vocabulary says what a block takes, for errors and for the field.
const Vocabulary = "dense N (dense alone at the end: as many as classes), conv CxK or conv CxKpP, pool2, relu, tanh, softplus, linear, flatten"

// Networks by name.
const (
	LeNet = "conv 10x3 relu pool2 | conv 5x3 relu flatten | dense 50 relu | dense 30 relu | dense 10"
	Plain = "dense 100 relu | dense 50 relu | dense"
)

// Dims is the shape of a layer: c numbers in a row, or c maps of h x w.
type Dims struct{ C, H, W int }

// Image says whether the layer is maps.
func (d Dims) Image() bool { return d.H > 0 }

// Size is how many numbers the layer has.
func (d Dims) Size() int {
	if d.Image() {
		return d.C * d.H * d.W
	}
	return d.C
}

func (d Dims) String() string {
	if !d.Image() {
		return fmt.Sprintf("%d numbers", d.C)
	}
	if d.C == 1 {
		return fmt.Sprintf("1 map of %dx%d", d.H, d.W)
	}
	return fmt.Sprintf("%d maps of %dx%d", d.C, d.H, d.W)
}

// Op is one primitive operation of a block.
type Op struct {
	Kind   Kind
	Out    int // units of dense, channels of conv; 0: as many as there are classes
	K, Pad int // side of the kernel or of the pooling window; rows of zeros around the image
	From   Dims
	To     Dims
	W, B   Span // where its parameters stand
}

// Learns says whether the operation has parameters.
func (o Op) Learns() bool { return o.Kind == Dense || o.Kind == Conv }

// Acts says whether it is an activation.
func (o Op) Acts() bool { return o.Kind == ReLU || o.Kind == Tanh || o.Kind == Softplus }

func (o Op) String() string {
	switch o.Kind {
	case Dense:
		if o.Out == 0 {
			return "dense"
		}
		return fmt.Sprintf("dense %d", o.Out)
	case Conv:
		if o.Pad > 0 {
			return fmt.Sprintf("conv %dx%dp%d", o.Out, o.K, o.Pad)
		}
		return fmt.Sprintf("conv %dx%d", o.Out, o.K)
	case Pool:
		return fmt.Sprintf("pool%d", o.K)
	}
	for word, k := range Words {
		if k == o.Kind {
			return word
		}
	}
	return "?"
}

// Span is a stretch of the parameter vector.
type Span struct{ At, N int }

// Part is a stretch of v, which it shares.
func Part[T any](v []T, s Span) []T { return v[s.At : s.At+s.N : s.At+s.N] }

// Block is a list of operations: one layer of predictive coding.
type Block struct {
	Ops      []Op
	From, To Dims
	Lost     bool // a pool drops the last row or column of its map
}

// Layout is a network without numbers.
type Layout struct {
	Blocks []Block
	Params int // how many there are
}

// Depth is how many blocks there are.
func (l *Layout) Depth() int { return len(l.Blocks) }

func (l *Layout) String() string { return Write(l.Blocks) }

// Write is the text of blocks; it reads back as them.
func Write(blocks []Block) string {
	var parts []string
	for _, b := range blocks {
		var list []string
		for _, o := range b.Ops {
			list = append(list, o.String())
		}
		parts = append(parts, strings.Join(list, " "))
	}
	return strings.Join(parts, " | ")
}

// Fan is how many numbers one unit of an operation hears.
func (o *Op) Fan() int { return o.W.N / o.Out }

// Shape is what the kernels ask of a convolution.
func (o *Op) Shape(lanes int) num.ConvShape {
	return num.ConvShape{In: o.From.C, Height: o.From.H, Width: o.From.W, Out: o.Out, Kernel: o.K, Pad: o.Pad, Batch: lanes}
}

// Pooling is what the kernels ask of a pool of side 2.
func (o *Op) Pooling(lanes int) num.PoolShape {
	return num.PoolShape{Channels: o.From.C, Height: o.From.H, Width: o.From.W, Batch: lanes}
}

// Mapped is the first layer that is an image, or layer 1.
func (l *Layout) Mapped() int {
	for i := range l.Blocks[:len(l.Blocks)-1] {
		if l.Blocks[i].To.Image() {
			return i + 1
		}
	}
	return 1
}
