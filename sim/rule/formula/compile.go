package formula

import (
	"fmt"
	"slices"
	"strings"

	"hebb/sim/rule"
)

// value is what a part of a rule stands for: a number, a column or row, or a sum of
// matrices.
type value struct {
	form     form
	node     int  // of numbers, columns and rows
	side     side // of columns and rows
	turned   bool // a row; of W, its transpose
	scale    int  // of W: its factor, or none
	sum      []summand
	from, to int
}

type form uint8

const (
	scalar form = iota
	vector
	weights // W alone, perhaps turned and with a factor
	matrix
)

// summand is s p qᵀ, times W element by element if w.
type summand struct {
	s, p, q int
	w       bool
}

type compiler struct {
	p     *Program
	known map[node]int
	most  int // coefficients
}

// Compile reads a rule with at most so many coefficients.
func Compile(text string, coefficients int) (*Program, error) {
	return CompileWith(text, nil, coefficients)
}

// CompileWith is Compile for a rule that shares its first coefficients with another.
func CompileWith(text string, names []string, coefficients int) (*Program, error) {
	t, err := parse(text)
	if err != nil {
		return nil, err
	}
	c := &compiler{p: &Program{Text: text, Coefficients: slices.Clone(names)}, known: map[node]int{}, most: coefficients}
	var all []summand
	for _, part := range summands(t) {
		v, err := c.eval(part.tree)
		if err != nil {
			return nil, err
		}
		if v.form == weights && v.turned {
			return nil, &Error{part.from, part.to, "W' has the shape of W turned: a change of W must have the shape of W"}
		}
		if v = c.widen(v); v.form != matrix {
			return nil, &Error{part.from, part.to, notAMatrix(v)}
		}
		if part.minus {
			v = c.times(v, c.constant(-1))
		}
		all = append(all, v.sum...)
		sees, coefficients := c.seen(v.sum)
		c.p.Terms = append(c.p.Terms, Term{part.from, part.to, sees, coefficients, v.sum})
	}
	c.gather(all)
	if len(c.p.nodes) > maxNodes || len(all) > maxTerms {
		return nil, &Error{0, t.to, "this rule has too many operations"}
	}
	for _, term := range c.p.Terms {
		c.p.Sees |= term.Sees
	}
	return c.p, nil
}

func notAMatrix(v value) string {
	switch {
	case v.form == scalar:
		return "this is one number for all synapses; a rule says one for each: something postsynaptic times something presynaptic, like y*x'"
	case v.side == presynaptic && v.turned:
		return "this is one number for each presynaptic unit; a synapse also has a postsynaptic unit: put y*, e* or ones* to its left"
	case v.side == presynaptic:
		return "this is one number for each presynaptic unit; turn it with ' and put y*, e* or ones* to its left"
	}
	return "this is one number for each postsynaptic unit; a synapse also has a presynaptic unit: put *x', *f' or *ones' to its right"
}

// part is a summand of the rule as written, with the sign before it.
type part struct {
	*tree
	minus bool
}

// summands undoes the sums on the outside of a rule.
func summands(t *tree) []part {
	switch t.op {
	case "+", "-":
		right := summands(t.args[1])
		if t.op == "-" {
			for i := range right {
				right[i].minus = !right[i].minus
			}
		}
		return append(summands(t.args[0]), right...)
	case "neg":
		if in := t.args[0]; in.op == "+" || in.op == "-" {
			list := summands(in)
			for i := range list {
				list[i].minus = !list[i].minus
			}
			return list
		}
	}
	return []part{{t, false}}
}

func (c *compiler) eval(t *tree) (v value, err error) {
	if len(c.p.nodes) > maxNodes {
		return v, &Error{t.from, t.to, "this rule has too many operations"}
	}
	defer func() { v.from, v.to = t.from, t.to }()
	switch t.op {
	case "num":
		return c.number(c.constant(t.value)), nil
	case "name":
		return c.name(t)
	case "neg":
		if v, err = c.eval(t.args[0]); err == nil {
			v = c.times(v, c.constant(-1))
		}
		return v, err
	case "'":
		if v, err = c.eval(t.args[0]); err != nil {
			return v, err
		}
		if v.form == matrix {
			return v, &Error{t.from, t.to, "only columns, rows and W itself can be turned"}
		}
		if v.form == vector && c.p.nodes[v.node].op == opOnes { // a column of postsynaptic units, a row of presynaptic ones
			v.side = postsynaptic
			if !v.turned {
				v.side = presynaptic
			}
			v.node = c.ones(v.side)
		}
		if v.form != scalar {
			v.turned = !v.turned
		}
		return v, nil
	case "^":
		if v, err = c.eval(t.args[0]); err != nil {
			return v, err
		}
		if v.form != scalar && v.form != vector {
			return v, &Error{t.from, t.to, "powers of weights and matrices are not taken"}
		}
		base := v.node
		for range int(t.value) - 1 {
			v.node = c.node(opMul, v.side, v.node, base, t)
		}
		return v, nil
	case "call":
		return c.call(t)
	case "+", "-":
		return c.add(t)
	case ".*":
		return c.elements(t)
	case "/":
		return c.divide(t)
	}
	return c.chain(t)
}

func (c *compiler) call(t *tree) (value, error) {
	v, err := c.eval(t.args[0])
	if err != nil {
		return v, err
	}
	if v.form != scalar && v.form != vector {
		return v, &Error{t.from, t.to, t.text + " takes a column, a row or a number, not a matrix: a synapse sees its own weight only"}
	}
	f := functions[t.text]
	if f == opSum || f == opMean {
		if v.form == scalar {
			return v, nil
		}
		return c.number(c.node(f, one, v.node, none, t)), nil
	}
	v.node = c.node(f, v.side, v.node, none, t)
	return v, nil
}

func (c *compiler) add(t *tree) (value, error) {
	l, err := c.eval(t.args[0])
	if err != nil {
		return l, err
	}
	r, err := c.eval(t.args[1])
	if err != nil {
		return r, err
	}
	if t.op == "-" {
		r = c.times(r, c.constant(-1))
	}
	if l.form == weights && l.turned || r.form == weights && r.turned {
		return l, &Error{t.from, t.to, "W' can only be multiplied with y, as feedback"}
	}
	l, r = c.widen(l), c.widen(r)
	switch {
	case l.form == matrix && r.form == matrix:
		if len(l.sum)+len(r.sum) > maxTerms {
			return l, &Error{t.from, t.to, "this rule has too many terms"}
		}
		l.sum = append(append([]summand(nil), l.sum...), r.sum...)
		return l, nil
	case l.form == matrix || r.form == matrix:
		return l, &Error{t.from, t.to, "a matrix and " + describe(pick(l, r)) + " cannot be added"}
	case l.form == scalar && r.form == vector:
		l, r = r, l
	case l.form == vector && r.form == vector && (l.side != r.side || l.turned != r.turned):
		return l, &Error{t.from, t.to, fmt.Sprintf("%s and %s cannot be added", describe(l), describe(r))}
	}
	l.node = c.node(opAdd, l.side, l.node, r.node, t)
	return l, nil
}

func pick(l, r value) value {
	if l.form == matrix {
		return r
	}
	return l
}

// elements is l .* r.
func (c *compiler) elements(t *tree) (value, error) {
	l, err := c.eval(t.args[0])
	if err != nil {
		return l, err
	}
	r, err := c.eval(t.args[1])
	if err != nil {
		return r, err
	}
	switch {
	case l.form == scalar:
		return c.times(r, l.node), nil
	case r.form == scalar:
		return c.times(l, r.node), nil
	case l.form == vector && r.form == vector:
		if l.side != r.side || l.turned != r.turned {
			return l, &Error{t.from, t.to, fmt.Sprintf("%s and %s have no elements in common: write * for a product of a column and a row", describe(l), describe(r))}
		}
		l.node = c.node(opMul, l.side, l.node, r.node, t)
		return l, nil
	}
	if l.form == weights && l.turned || r.form == weights && r.turned {
		return l, &Error{t.from, t.to, "W' can only be multiplied with y, as feedback"}
	}
	l, r = c.widen(l), c.widen(r)
	if l.form == vector {
		l, r = r, l
	}
	if r.form == vector { // a matrix whose rows or columns are scaled
		if r.side == postsynaptic == r.turned {
			return l, &Error{t.from, t.to, fmt.Sprintf("%s does not fit: a column scales by the postsynaptic unit, a row by the presynaptic unit", describe(r))}
		}
		s := summand{none, none, none, false}
		if r.side == postsynaptic {
			s.p = r.node
		} else {
			s.q = r.node
		}
		r = value{form: matrix, sum: []summand{s}}
	}
	if len(l.sum)*len(r.sum) > maxTerms {
		return l, &Error{t.from, t.to, "this rule has too many terms"}
	}
	out := value{form: matrix}
	for _, a := range l.sum {
		for _, b := range r.sum {
			if a.w && b.w {
				return l, &Error{t.from, t.to, "the weight may appear once in a product"}
			}
			out.sum = append(out.sum, summand{c.join(a.s, b.s, t), c.join(a.p, b.p, t), c.join(a.q, b.q, t), a.w || b.w})
		}
	}
	return out, nil
}

// join is the product of two nodes of one kind, either of which may be none.
func (c *compiler) join(a, b int, t *tree) int {
	if a == none {
		return b
	}
	if b == none {
		return a
	}
	return c.node(opMul, c.p.nodes[a].side, a, b, t)
}

func (c *compiler) divide(t *tree) (value, error) {
	l, err := c.eval(t.args[0])
	if err != nil {
		return l, err
	}
	r, err := c.eval(t.args[1])
	if err != nil {
		return r, err
	}
	if r.form != scalar {
		return l, &Error{t.args[1].from, t.args[1].to, "one can divide by a single number only, not by " + describe(r)}
	}
	if n := c.p.nodes[r.node]; n.op == opConst && n.k == 0 {
		return l, &Error{t.args[1].from, t.args[1].to, "this is a division by zero"}
	}
	if l.form == scalar || l.form == vector {
		l.node = c.node(opDiv, l.side, l.node, r.node, t)
		return l, nil
	}
	return c.times(l, c.node(opDiv, one, c.constant(1), r.node, t)), nil
}

func describe(v value) string {
	switch v.form {
	case scalar:
		return "a single number"
	case weights:
		if v.turned {
			return "W'"
		}
		return "W"
	case matrix:
		return "a matrix"
	}
	text := "a column"
	if v.turned {
		text = "a row"
	}
	if v.side == presynaptic {
		return text + " of the presynaptic units"
	}
	return text + " of the postsynaptic units"
}

// widen makes W alone a sum.
func (c *compiler) widen(v value) value {
	if v.form == weights && !v.turned {
		return value{form: matrix, sum: []summand{{v.scale, none, none, true}}, from: v.from, to: v.to}
	}
	return v
}

// times multiplies with a number.
func (c *compiler) times(v value, s int) value {
	t := &tree{from: v.from, to: v.to}
	switch v.form {
	case scalar, vector:
		v.node = c.node(opMul, v.side, v.node, s, t)
	case weights:
		v.scale = c.join(v.scale, s, t)
	case matrix:
		v.sum = append([]summand(nil), v.sum...)
		for i := range v.sum {
			v.sum[i].s = c.join(v.sum[i].s, s, t)
		}
	}
	return v
}

func (c *compiler) number(node int) value { return value{form: scalar, node: node} }

func (c *compiler) constant(k float64) int {
	return c.node2(node{op: opConst, side: one, a: none, b: none, k: k})
}

// node returns the number of an operation, which is new only when it is not there yet.
// What is known already is worked out.
func (c *compiler) node(o op, s side, a, b int, t *tree) int {
	n := node{op: o, side: s, a: a, b: b}
	at := func(i int) node { return c.p.nodes[i] }
	is := func(i int, k float64) bool { return i != none && at(i).op == opConst && at(i).k == k }
	switch o {
	case opMul:
		if is(a, 1) && at(b).side == s {
			return b
		}
		if is(b, 1) && at(a).side == s {
			return a
		}
		if at(a).op == opConst && at(b).op == opConst {
			return c.constant(at(a).k * at(b).k)
		}
	case opAdd:
		if at(a).op == opConst && at(b).op == opConst {
			return c.constant(at(a).k + at(b).k)
		}
	case opDiv:
		if at(a).op == opConst && at(b).op == opConst && at(b).k != 0 {
			return c.constant(at(a).k / at(b).k)
		}
	}
	for _, i := range []int{a, b} {
		if i != none {
			n.sees |= at(i).sees
			n.coef |= at(i).coef
		}
	}
	if o == opDot || o == opSum || o == opMean {
		n.sees |= rule.Pooled
	}
	if t != nil {
		n.from, n.to = t.from, t.to
	}
	return c.node2(n)
}

func (c *compiler) node2(n node) int {
	key := n
	key.from, key.to = 0, 0
	if i, ok := c.known[key]; ok {
		return i
	}
	c.p.nodes = append(c.p.nodes, n)
	c.known[key] = len(c.p.nodes) - 1
	return len(c.p.nodes) - 1
}

// seen is what a synapse must know for a sum of matrices, and which coefficients are
// part of it.
func (c *compiler) seen(sum []summand) (s rule.Sees, coefficients uint64) {
	for _, m := range sum {
		for _, i := range []int{m.s, m.p, m.q} {
			if i != none {
				s |= c.p.nodes[i].sees
				coefficients |= c.p.nodes[i].coef
			}
		}
		if m.w {
			s |= rule.OwnWeight
		}
	}
	return s, coefficients
}

// gather brings the summands into the form of a Program. Products with the same
// column, or if that makes fewer with the same row, become one.
func (c *compiler) gather(sum []summand) {
	var plain []outer
	columns, rows := map[int]bool{}, map[int]bool{}
	for _, m := range sum {
		if m.w {
			c.p.scaled = append(c.p.scaled, scaled{m.s, m.p, m.q})
			continue
		}
		if m.p == none {
			m.p = c.ones(postsynaptic)
		}
		if m.q == none {
			m.q = c.ones(presynaptic)
		}
		q := m.q
		if m.s != none {
			q = c.node(opMul, presynaptic, m.q, m.s, nil)
		}
		plain = append(plain, outer{m.p, q})
		columns[m.p], rows[m.q] = true, true
	}
	if len(rows) < len(columns) {
		plain = plain[:0]
		for _, m := range sum {
			if m.w {
				continue
			}
			p, q := m.p, m.q
			if p == none {
				p = c.ones(postsynaptic)
			}
			if q == none {
				q = c.ones(presynaptic)
			}
			if m.s != none {
				p = c.node(opMul, postsynaptic, p, m.s, nil)
			}
			plain = append(plain, outer{p, q})
		}
	}
	byRow := len(rows) < len(columns)
	at := map[int]int{}
	for _, o := range plain {
		key := o.p
		if byRow {
			key = o.q
		}
		i, ok := at[key]
		switch {
		case !ok:
			at[key] = len(c.p.outer)
			c.p.outer = append(c.p.outer, o)
		case byRow:
			c.p.outer[i].p = c.node(opAdd, postsynaptic, c.p.outer[i].p, o.p, nil)
		default:
			c.p.outer[i].q = c.node(opAdd, presynaptic, c.p.outer[i].q, o.q, nil)
		}
	}
}

func (c *compiler) ones(s side) int {
	return c.node2(node{op: opOnes, side: s, a: none, b: none})
}

func (c *compiler) name(t *tree) (value, error) {
	switch t.text {
	case "W":
		return value{form: weights, scale: none}, nil
	case "r", "rbar":
		o := opReward
		if t.text == "rbar" {
			o = opMeanReward
		}
		return c.number(c.node2(node{op: o, a: none, b: none, sees: rule.Reward})), nil
	case "ones":
		return value{form: vector, node: c.ones(postsynaptic), side: postsynaptic}, nil
	}
	if s, ok := symbols[t.text]; ok {
		return value{form: vector, side: s.side, node: c.node2(node{op: s.op, side: s.side, a: none, b: none, sees: s.sees})}, nil
	}
	if !coefficient(t.text) {
		return value{}, &Error{t.from, t.to, unknown(t.text)}
	}
	for i, n := range c.p.Coefficients {
		if n == t.text {
			return c.number(c.coefficient(i)), nil
		}
	}
	if len(c.p.Coefficients) == c.most {
		return value{}, &Error{t.from, t.to, fmt.Sprintf("%s is one coefficient too many: a rule has at most %d", t.text, c.most)}
	}
	c.p.Coefficients = append(c.p.Coefficients, t.text)
	return c.number(c.coefficient(len(c.p.Coefficients) - 1)), nil
}

func (c *compiler) coefficient(i int) int {
	return c.node2(node{op: opCoefficient, a: none, b: none, k: float64(i), coef: 1 << i})
}

var symbols = map[string]struct {
	op   op
	side side
	sees rule.Sees
}{
	"x": {opX, presynaptic, rule.PreActivity},
	"f": {opF, presynaptic, rule.PreError},
	"u": {opU, presynaptic, rule.Feedback},
	"y": {opY, postsynaptic, rule.PostActivity},
	"e": {opE, postsynaptic, rule.PostError},
	"z": {opZ, postsynaptic, rule.PreActivation},
}

// greek are the names that coefficients may have, with digits behind or not.
var greek = map[string]bool{"c": true, "k": true}

func init() {
	for _, n := range strings.Fields("alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu rho sigma tau phi omega α β γ δ ε ζ η θ κ λ μ ν ρ σ τ φ ω") {
		greek[n] = true
	}
}

func coefficient(text string) bool {
	return greek[strings.TrimRight(strings.ReplaceAll(text, "_", ""), "0123456789")]
}

func unknown(text string) string {
	switch text {
	case "w":
		return "the weights are called W"
	case "X", "Y", "E", "F", "Z", "U", "R":
		return fmt.Sprintf("there is no %s; did you mean %s?", text, strings.ToLower(text))
	case "B", "D":
		return fmt.Sprintf("%s, the feedback weights, are not at the synapse; what they bring is f, the presynaptic error", text)
	case "t", "i", "j":
		return fmt.Sprintf("there is no %s: a rule is written for all synapses of one moment", text)
	}
	return fmt.Sprintf("%.20s is no symbol: there are x, y, f, e, z, u, W, r, rbar and ones, and coefficients are called like Greek letters (eta, theta2), c or k", text)
}
