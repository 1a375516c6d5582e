package predictive

import (
	"fmt"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/numeral"
)

// kind is what a primitive operation does.
type kind uint8

const (
	dense kind = iota
	conv
	relu
	tanh
	softplus
	pool
	flatten
	linear
)

var words = map[string]kind{"dense": dense, "conv": conv, "relu": relu, "tanh": tanh, "softplus": softplus, "pool": pool, "flatten": flatten, "linear": linear}

const vocabulary = "dense N (dense alone at the end: as many as classes), conv CxK or conv CxKpP, pool2, relu, tanh, softplus, linear, flatten"

// dims is the shape of a layer: c numbers in a row, or c maps of h x w.
type dims struct{ c, h, w int }

func (d dims) image() bool { return d.h > 0 }

func (d dims) size() int {
	if d.image() {
		return d.c * d.h * d.w
	}
	return d.c
}

func (d dims) String() string {
	if !d.image() {
		return fmt.Sprintf("%d numbers", d.c)
	}
	if d.c == 1 {
		return fmt.Sprintf("1 map of %dx%d", d.h, d.w)
	}
	return fmt.Sprintf("%d maps of %dx%d", d.c, d.h, d.w)
}

// op is one primitive operation of a block.
type op struct {
	kind   kind
	out    int // units of dense, channels of conv; 0: as many as there are classes
	k, pad int // side of the kernel or of the pooling window; rows of zeros around the image
	from   dims
	to     dims
	w, b   span // where its parameters stand
}

func (o op) learns() bool { return o.kind == dense || o.kind == conv }
func (o op) acts() bool   { return o.kind == relu || o.kind == tanh || o.kind == softplus }

func (o op) String() string {
	switch o.kind {
	case dense:
		if o.out == 0 {
			return "dense"
		}
		return fmt.Sprintf("dense %d", o.out)
	case conv:
		if o.pad > 0 {
			return fmt.Sprintf("conv %dx%dp%d", o.out, o.k, o.pad)
		}
		return fmt.Sprintf("conv %dx%d", o.out, o.k)
	case pool:
		return fmt.Sprintf("pool%d", o.k)
	}
	for word, k := range words {
		if k == o.kind {
			return word
		}
	}
	return "?"
}

// span is a stretch of the parameter vector.
type span struct{ at, n int }

func part[T any](v []T, s span) []T { return v[s.at : s.at+s.n : s.at+s.n] }

// block is a list of operations: one layer of predictive coding.
type block struct {
	ops      []op
	from, to dims
	lost     bool // a pool drops the last row or column of its map
}

// layout is a network without numbers.
type layout struct {
	blocks []block
	params int // how many there are
}

func (l *layout) depth() int { return len(l.blocks) }

func (l *layout) String() string { return write(l.blocks) }

func write(blocks []block) string {
	var parts []string
	for _, b := range blocks {
		var list []string
		for _, o := range b.ops {
			list = append(list, o.String())
		}
		parts = append(parts, strings.Join(list, " "))
	}
	return strings.Join(parts, " | ")
}

// The largest network that the text can describe.
const (
	maxBlocks   = 16
	maxOps      = 8
	maxUnits    = 4096
	maxChannels = 256
	maxKernel   = 11
	maxPool     = 8
	maxText     = 400
)

// checkLayers is the check of the field: the words alone, as the image is not known.
func checkLayers(text string) error {
	_, err := parse(text)
	return err
}

// parse reads the words of a layer text. Shapes are left to fit.
func parse(text string) ([]block, error) {
	parts := strings.Split(text, "|")
	if len(parts) > maxBlocks {
		return nil, fmt.Errorf("%d blocks are too many: at most %d", len(parts), maxBlocks)
	}
	if len(parts) < 2 {
		return nil, fmt.Errorf("one block has no hidden layer to relax: write at least two, with | between, such as dense 50 relu | dense 10")
	}
	var blocks []block
	for i, part := range parts {
		b := block{}
		tokens := strings.Fields(part)
		if len(tokens) == 0 {
			return nil, fmt.Errorf("block %d is empty: it takes %s", i+1, vocabulary)
		}
		for j := 0; j < len(tokens); j++ {
			o, used, err := read(tokens[j:], i == len(parts)-1)
			if err != nil {
				return nil, fmt.Errorf("block %d, word %d: %w", i+1, j+1, err)
			}
			j += used - 1
			b.ops = append(b.ops, o)
		}
		if len(b.ops) > maxOps {
			return nil, fmt.Errorf("block %d: %d operations are too many: at most %d", i+1, len(b.ops), maxOps)
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// read takes one operation off the front of the words, of the last block perhaps.
func read(tokens []string, last bool) (o op, used int, err error) {
	word := tokens[0]
	if size, ok := strings.CutPrefix(word, "pool"); ok {
		o.kind = pool
		o.k, err = whole(size, 2, maxPool, "pool2: the side of the window")
		return o, 1, err
	}
	k, known := words[word]
	if !known {
		return o, 0, fmt.Errorf("%s is no operation: it takes %s", quote(word), vocabulary)
	}
	o.kind = k
	if !o.learns() {
		return o, 1, nil
	}
	if len(tokens) < 2 && last && k == dense {
		return o, 1, nil
	}
	if len(tokens) < 2 {
		return o, 0, fmt.Errorf("%s needs a size: %s", word, map[kind]string{dense: "dense 50", conv: "conv 10x3"}[k])
	}
	if k == dense {
		o.out, err = whole(tokens[1], 1, maxUnits, "dense 50: the number of units")
		return o, 2, err
	}
	channels, side, ok := strings.Cut(tokens[1], "x")
	if !ok {
		return o, 0, fmt.Errorf("conv %s: write channels x side of the kernel, such as conv 10x3", quote(tokens[1]))
	}
	side, pad, padded := strings.Cut(side, "p")
	if o.out, err = whole(channels, 1, maxChannels, "conv 10x3: the number of channels"); err != nil {
		return o, 0, err
	}
	if o.k, err = whole(side, 1, maxKernel, "conv 10x3: the side of the kernel"); err != nil {
		return o, 0, err
	}
	if padded {
		if o.pad, err = whole(pad, 1, maxKernel, "conv 10x3p1: the rows of zeros around the image"); err == nil && o.pad >= o.k {
			err = fmt.Errorf("conv %s: %d rows of zeros are too many for a kernel of side %d", tokens[1], o.pad, o.k)
		}
	}
	return o, 2, err
}

func whole(text string, lo, hi int, what string) (int, error) {
	n, err := numeral.Whole(text)
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

// fit gives every operation its shapes. It refuses what does not fit, with what would.
func fit(text string, from dims, classes int) (*layout, error) {
	blocks, err := parse(text)
	if err != nil {
		return nil, &sim.FieldError{Field: "layers", Reason: err.Error()}
	}
	l := &layout{blocks: blocks}
	refuse := func(i int, o *op, format string, args ...any) error {
		return &sim.FieldError{Field: "layers", Reason: fmt.Sprintf("block %d, %s: ", i+1, o) + fmt.Sprintf(format, args...)}
	}
	at := from
	take := func(n int) span {
		s := span{l.params, n}
		l.params += n
		return s
	}
	for i := range blocks {
		b := &blocks[i]
		b.from = at
		for j := range b.ops {
			o := &b.ops[j]
			o.from, o.to = at, at
			switch o.kind {
			case dense:
				if o.out == 0 {
					o.out = classes
				}
				o.to = dims{c: o.out}
				o.w, o.b = take(o.out*at.size()), take(o.out)
			case conv:
				if !at.image() {
					return nil, refuse(i, o, "a convolution needs an image and gets %v; put it before dense and flatten", at)
				}
				h, w := at.h+2*o.pad-o.k+1, at.w+2*o.pad-o.k+1
				if h < 1 || w < 1 {
					return nil, refuse(i, o, "a kernel of side %d does not fit into %v; at most %d would", o.k, at, min(at.h, at.w)+2*o.pad)
				}
				o.to = dims{o.out, h, w}
				o.w, o.b = take(o.out*at.c*o.k*o.k), take(o.out)
			case pool:
				if !at.image() {
					return nil, refuse(i, o, "pooling needs an image and gets %v; put it before dense and flatten", at)
				}
				if at.h < o.k || at.w < o.k {
					return nil, refuse(i, o, "a window of side %d does not fit into %v; at most %d would", o.k, at, min(at.h, at.w))
				}
				b.lost = b.lost || at.h%o.k != 0 || at.w%o.k != 0
				o.to = dims{at.c, at.h / o.k, at.w / o.k}
			case flatten:
				o.to = dims{c: at.size()}
			}
			at = o.to
			if l.params > maxParams {
				return nil, refuse(i, o, "more than %d parameters are too many; make the layers smaller, or pool before", maxParams)
			}
		}
		b.to = at
	}
	last := &blocks[len(blocks)-1]
	if at.size() != classes {
		return nil, refuse(len(blocks)-1, &last.ops[len(last.ops)-1], "the network ends with %v and there are %d classes; end with dense %d, or with dense alone, whatever the images are", at, classes, classes)
	}
	if l.params == 0 {
		return nil, &sim.FieldError{Field: "layers", Reason: "nothing in it can learn; write a dense or a conv"}
	}
	return l, nil
}

// maxParams keeps a network within what a page can hope to train.
const maxParams = 6_000_000
