package formula

import "fmt"

// chain is a product of any number of factors. Products of matrices may be worked out
// in any order: y*y'*W is y*(y'*W), and of all orders we look for one in which nothing
// but columns, rows and W appears.
func (c *compiler) chain(t *tree) (value, error) {
	var list []value
	s := none
	for _, factor := range factors(t) {
		v, err := c.eval(factor)
		if err != nil {
			return v, err
		}
		switch v.form {
		case scalar:
			s = c.join(s, v.node, t)
		case weights:
			s, v.scale = c.join(s, v.scale, t), none
			list = append(list, v)
		default:
			list = append(list, v)
		}
	}
	for i := 0; i+1 < len(list); {
		l, r := list[i], list[i+1]
		v, ok := c.contract(l, r)
		if !ok {
			i++
			continue
		}
		v.from, v.to = l.from, r.to
		if v.form == scalar {
			s = c.join(s, v.node, t)
			list = append(list[:i], list[i+2:]...)
		} else {
			list = append(list[:i], append([]value{v}, list[i+2:]...)...)
		}
		i = 0
	}
	var v value
	switch {
	case len(list) == 0:
		return c.number(s), nil
	case len(list) == 1:
		v = list[0]
	case len(list) == 2 && list[0].form == vector && list[1].form == vector &&
		list[0].side == postsynaptic && !list[0].turned && list[1].side == presynaptic && list[1].turned:
		v = value{form: matrix, sum: []summand{{none, list[0].node, list[1].node, false}}, from: t.from, to: t.to}
	default:
		return v, misfit(list)
	}
	if s != none {
		v.from, v.to = t.from, t.to
		v = c.times(v, s)
	}
	return v, nil
}

// factors undoes the products on the outside of a product.
func factors(t *tree) []*tree {
	if t.op == "*" {
		return append(factors(t.args[0]), factors(t.args[1])...)
	}
	return []*tree{t}
}

// contract works out the product of neighbours if it is a number, a column or a row
// that a synapse may know.
func (c *compiler) contract(l, r value) (value, bool) {
	t := &tree{from: l.from, to: r.to}
	switch {
	case l.form == vector && r.form == vector:
		if l.turned && !r.turned && l.side == r.side {
			return c.number(c.node(opDot, one, l.node, r.node, t)), true
		}
	case l.form == vector && l.turned && r.form == weights:
		if !r.turned { // y'*W
			return c.through(l.node, opY, "u", true, t)
		}
		return c.through(l.node, opX, "z", true, t) // x'*W'
	case l.form == weights && r.form == vector && !r.turned:
		if l.turned { // W'*y
			return c.through(r.node, opY, "u", false, t)
		}
		return c.through(r.node, opX, "z", false, t) // W*x
	}
	return value{}, false
}

// through is what becomes of a column that is sent through the weights. Only activity
// is: forward as pre-activation, back as feedback; and with it the numbers that scale it.
func (c *compiler) through(n int, from op, to string, turned bool, t *tree) (value, bool) {
	s := none
	for {
		at := c.p.nodes[n]
		if at.op == from {
			break
		}
		if at.op != opMul {
			return value{}, false
		}
		switch {
		case c.p.nodes[at.a].side == one:
			s, n = c.join(s, at.a, t), at.b
		case c.p.nodes[at.b].side == one:
			s, n = c.join(s, at.b, t), at.a
		default:
			return value{}, false
		}
	}
	sym := symbols[to]
	v := value{form: vector, side: sym.side, turned: turned, from: t.from, to: t.to,
		node: c.node2(node{op: sym.op, side: sym.side, a: none, b: none, sees: sym.sees})}
	if s != none {
		v = c.times(v, s)
	}
	return v, true
}

// misfit says why the factors that are left make no change of weights.
func misfit(list []value) error {
	// What is wrong with W comes first: it matters more than how the rest is turned.
	for i := range 2 * (len(list) - 1) {
		l, r := list[i%(len(list)-1)], list[i%(len(list)-1)+1]
		if i < len(list)-1 && l.form != weights && r.form != weights {
			continue
		}
		fail := func(format string, args ...any) error {
			return &Error{l.from, r.to, fmt.Sprintf(format, args...)}
		}
		switch {
		case l.form == weights && r.form == weights:
			return fail("not local: a product of W with itself needs the weights of other synapses")
		case l.form == matrix || r.form == matrix:
			return fail("not local: a product of two matrices needs what happens at other synapses; .* multiplies element by element")
		case l.form == weights && l.turned && r.form == vector && !r.turned && r.side == postsynaptic,
			l.form == vector && l.turned && l.side == postsynaptic && r.form == weights && !r.turned:
			return fail("not local: only y is sent back through W, as feedback. An error that came back this way would be backprop's; what reaches the presynaptic units is f, by the feedback you choose")
		case l.form == weights && !l.turned && r.form == vector && !r.turned && r.side == presynaptic,
			l.form == vector && l.turned && l.side == presynaptic && r.form == weights && r.turned:
			return fail("not local: only x is sent forward through W, as the pre-activation z")
		case l.form == weights || r.form == weights:
			return fail("the shapes do not fit: W takes a column of the presynaptic units on its right, or a row of the postsynaptic units on its left; .* multiplies element by element")
		case l.turned && !r.turned:
			return fail("the lengths do not fit: %s times %s", describe(l), describe(r))
		case l.turned == r.turned:
			return fail("%s times %s has no meaning: turn one of them with ', or multiply the elements with .*", describe(l), describe(r))
		case l.side == presynaptic && r.side == postsynaptic:
			return fail("this matrix is the wrong way round: a row for each presynaptic unit. The postsynaptic unit comes first, as in y*x'")
		case l.side == r.side:
			return fail("this joins units of one layer with each other: a synapse has a postsynaptic and a presynaptic unit, as in y*x'")
		}
	}
	return &Error{list[0].from, list[len(list)-1].to, "these factors make no matrix"}
}
