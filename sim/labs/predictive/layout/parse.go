package layout

import (
	"fmt"
	"strconv"
	"strings"

	"hebb/sim"
)

// The largest network that the text can describe.
const (
	MaxBlocks   = 16
	maxOps      = 8
	maxUnits    = 4096
	maxChannels = 256
	maxKernel   = 11
	maxPool     = 8
	MaxText     = 400
)

// CheckLayers is the check of the field: the words alone, as the image is not known.
func CheckLayers(text string) error {
	_, err := parse(text)
	return err
}

// parse reads the words of a layer text. Shapes are left to fit.
func parse(text string) ([]Block, error) {
	parts := strings.Split(text, "|")
	if len(parts) > MaxBlocks {
		return nil, fmt.Errorf("%d blocks are too many: at most %d", len(parts), MaxBlocks)
	}
	if len(parts) < 2 {
		return nil, fmt.Errorf("one block has no hidden layer to relax: write at least two, with | between, such as dense 50 relu | dense 10")
	}
	var blocks []Block
	for i, part := range parts {
		b := Block{}
		tokens := strings.Fields(part)
		if len(tokens) == 0 {
			return nil, fmt.Errorf("block %d is empty: it takes %s", i+1, Vocabulary)
		}
		for j := 0; j < len(tokens); j++ {
			o, used, err := read(tokens[j:], i == len(parts)-1)
			if err != nil {
				return nil, fmt.Errorf("block %d, word %d: %w", i+1, j+1, err)
			}
			j += used - 1
			b.Ops = append(b.Ops, o)
		}
		if len(b.Ops) > maxOps {
			return nil, fmt.Errorf("block %d: %d operations are too many: at most %d", i+1, len(b.Ops), maxOps)
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// read takes one operation off the front of the words, of the last block perhaps.
func read(tokens []string, last bool) (o Op, used int, err error) {
	word := tokens[0]
	if size, ok := strings.CutPrefix(word, "pool"); ok {
		o.Kind = Pool
		o.K, err = whole(size, 2, maxPool, "pool2: the side of the window")
		return o, 1, err
	}
	k, known := Words[word]
	if !known {
		return o, 0, fmt.Errorf("%s is no operation: it takes %s", quote(word), Vocabulary)
	}
	o.Kind = k
	if !o.Learns() {
		return o, 1, nil
	}
	if len(tokens) < 2 && last && k == Dense {
		return o, 1, nil
	}
	if len(tokens) < 2 {
		return o, 0, fmt.Errorf("%s needs a size: %s", word, map[Kind]string{Dense: "dense 50", Conv: "conv 10x3"}[k])
	}
	if k == Dense {
		o.Out, err = whole(tokens[1], 1, maxUnits, "dense 50: the number of units")
		return o, 2, err
	}
	channels, side, ok := strings.Cut(tokens[1], "x")
	if !ok {
		return o, 0, fmt.Errorf("conv %s: write channels x side of the kernel, such as conv 10x3", quote(tokens[1]))
	}
	side, pad, padded := strings.Cut(side, "p")
	if o.Out, err = whole(channels, 1, maxChannels, "conv 10x3: the number of channels"); err != nil {
		return o, 0, err
	}
	if o.K, err = whole(side, 1, maxKernel, "conv 10x3: the side of the kernel"); err != nil {
		return o, 0, err
	}
	if padded {
		if o.Pad, err = whole(pad, 1, maxKernel, "conv 10x3p1: the rows of zeros around the image"); err == nil && o.Pad >= o.K {
			err = fmt.Errorf("conv %s: %d rows of zeros are too many for a kernel of side %d", tokens[1], o.Pad, o.K)
		}
	}
	return o, 2, err
}

func whole(text string, lo, hi int, what string) (int, error) {
	n, err := sim.ReadWhole(text)
	if err != nil || n < lo || n > hi {
		return 0, fmt.Errorf("%s is no size; %s, from %d to %d", quote(text), what, lo, hi)
	}
	return n, nil
}

func quote(s string) string {
	if len(s) > 20 {
		s = strings.ToValidUTF8(s[:20], "") + "..."
	}
	return strconv.Quote(s)
}

// Fit gives every operation its shapes. It refuses what does not fit, with what would.
func Fit(text string, from Dims, classes int) (*Layout, error) {
	blocks, err := parse(text)
	if err != nil {
		return nil, &sim.FieldError{Field: "layers", Reason: err.Error()}
	}
	l := &Layout{Blocks: blocks}
	refuse := func(i int, o *Op, format string, args ...any) error {
		return &sim.FieldError{Field: "layers", Reason: fmt.Sprintf("block %d, %s: ", i+1, o) + fmt.Sprintf(format, args...)}
	}
	at := from
	take := func(n int) Span {
		s := Span{l.Params, n}
		l.Params += n
		return s
	}
	for i := range blocks {
		b := &blocks[i]
		b.From = at
		for j := range b.Ops {
			o := &b.Ops[j]
			o.From, o.To = at, at
			switch o.Kind {
			case Dense:
				if o.Out == 0 {
					o.Out = classes
				}
				o.To = Dims{C: o.Out}
				o.W, o.B = take(o.Out*at.Size()), take(o.Out)
			case Conv:
				if !at.Image() {
					return nil, refuse(i, o, "a convolution needs an image and gets %v; put it before dense and flatten", at)
				}
				h, w := at.H+2*o.Pad-o.K+1, at.W+2*o.Pad-o.K+1
				if h < 1 || w < 1 {
					return nil, refuse(i, o, "a kernel of side %d does not fit into %v; at most %d would", o.K, at, min(at.H, at.W)+2*o.Pad)
				}
				o.To = Dims{C: o.Out, H: h, W: w}
				o.W, o.B = take(o.Out*at.C*o.K*o.K), take(o.Out)
			case Pool:
				if !at.Image() {
					return nil, refuse(i, o, "pooling needs an image and gets %v; put it before dense and flatten", at)
				}
				if at.H < o.K || at.W < o.K {
					return nil, refuse(i, o, "a window of side %d does not fit into %v; at most %d would", o.K, at, min(at.H, at.W))
				}
				b.Lost = b.Lost || at.H%o.K != 0 || at.W%o.K != 0
				o.To = Dims{C: at.C, H: at.H / o.K, W: at.W / o.K}
			case Flatten:
				o.To = Dims{C: at.Size()}
			}
			at = o.To
			if l.Params > maxParams {
				return nil, refuse(i, o, "more than %d parameters are too many; make the layers smaller, or pool before", maxParams)
			}
		}
		b.To = at
	}
	last := &blocks[len(blocks)-1]
	if at.Size() != classes {
		return nil, refuse(len(blocks)-1, &last.Ops[len(last.Ops)-1], "the network ends with %v and there are %d classes; end with dense %d, or with dense alone, whatever the images are", at, classes, classes)
	}
	if l.Params == 0 {
		return nil, &sim.FieldError{Field: "layers", Reason: "nothing in it can learn; write a dense or a conv"}
	}
	return l, nil
}

// maxParams keeps a network within what a page can hope to train.
const maxParams = 6_000_000
