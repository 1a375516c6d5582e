package formula

import "fmt"

// tree is a rule as it is written. op is a symbol, or "num", "name", "call", "neg"
// and "'".
type tree struct {
	op       string
	text     string  // of names and calls
	value    float64 // of numbers; of ^ the power
	args     []*tree
	from, to int
}

type parser struct {
	tokens []token
	at     int
	depth  int
}

func parse(text string) (*tree, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	if p.here().kind == end {
		return nil, &Error{0, 0, "there is no rule yet: try -eta*e*x'"}
	}
	t, err := p.sum()
	if err != nil {
		return nil, err
	}
	if h := p.here(); h.kind != end {
		if h.text == ")" {
			return nil, p.fail("this bracket closes nothing")
		}
		return nil, p.fail("an operator is missing before this: write * between factors")
	}
	return t, nil
}

func (p *parser) here() token { return p.tokens[p.at] }

func (p *parser) fail(text string) error {
	h := p.here()
	if h.kind == end {
		return &Error{h.from, h.to, "the rule breaks off: " + text}
	}
	return &Error{h.from, h.to, text}
}

// take moves on if one of the symbols is next.
func (p *parser) take(symbols ...string) (string, bool) {
	if h := p.here(); h.kind == symbol {
		for _, s := range symbols {
			if h.text == s {
				p.at++
				return s, true
			}
		}
	}
	return "", false
}

// sum is products with + and - between.
func (p *parser) sum() (*tree, error) {
	left, err := p.product()
	for err == nil {
		op, ok := p.take("+", "-")
		if !ok {
			return left, nil
		}
		var right *tree
		if right, err = p.product(); err == nil {
			left = &tree{op: op, args: []*tree{left, right}, from: left.from, to: right.to}
		}
	}
	return nil, err
}

// product is factors with *, .* and / between.
func (p *parser) product() (*tree, error) {
	left, err := p.sign()
	for err == nil {
		op, ok := p.take("*", ".*", "/")
		if !ok {
			return left, nil
		}
		var right *tree
		if right, err = p.sign(); err == nil {
			left = &tree{op: op, args: []*tree{left, right}, from: left.from, to: right.to}
		}
	}
	return nil, err
}

// sign is a factor with signs before it.
func (p *parser) sign() (*tree, error) {
	from := p.here().from
	minus := false
	for {
		op, ok := p.take("+", "-")
		if !ok {
			break
		}
		minus = minus != (op == "-")
	}
	t, err := p.power()
	if err == nil && minus {
		t = &tree{op: "neg", args: []*tree{t}, from: from, to: t.to}
	}
	return t, err
}

// power is an atom with primes and powers behind it.
func (p *parser) power() (*tree, error) {
	t, err := p.atom()
	for piled := 0; err == nil; piled++ {
		op, ok := p.take("'", "^")
		if !ok {
			return t, nil
		}
		n := &tree{op: op, args: []*tree{t}, from: t.from, to: p.tokens[p.at-1].to}
		if op == "^" {
			h := p.here()
			if h.kind != number || h.value != 2 && h.value != 3 && h.value != 4 {
				return nil, p.fail("powers are 2, 3 and 4")
			}
			p.at++
			n.value, n.to = h.value, h.to
		}
		if piled > maxPiled {
			return nil, p.fail(tooDeep)
		}
		t = n
	}
	return nil, err
}

const (
	tooDeep  = "this is nested too deeply"
	maxPiled = 8 // primes and powers on one atom
)

func (p *parser) atom() (*tree, error) {
	h := p.here()
	switch {
	case h.kind == number:
		p.at++
		return &tree{op: "num", value: h.value, from: h.from, to: h.to}, nil
	case h.kind == name:
		p.at++
		if functions[h.text] == 0 {
			return &tree{op: "name", text: h.text, from: h.from, to: h.to}, nil
		}
		if n := p.here(); n.text != "(" {
			return nil, p.fail(fmt.Sprintf("%s is a function: write %s( )", h.text, h.text))
		}
		t, err := p.atom()
		if err != nil {
			return nil, err
		}
		return &tree{op: "call", text: h.text, args: []*tree{t}, from: h.from, to: t.to}, nil
	case h.text == "(":
		if p.depth++; p.depth > maxDepth {
			return nil, p.fail(tooDeep)
		}
		p.at++
		t, err := p.sum()
		if err != nil {
			return nil, err
		}
		if _, ok := p.take(")"); !ok {
			if p.here().kind == end {
				return nil, &Error{h.from, h.to, "this bracket is never closed"}
			}
			return nil, p.fail("an operator is missing before this: write * between factors")
		}
		p.depth--
		t.from, t.to = h.from, p.tokens[p.at-1].to
		return t, nil
	case h.text == ")":
		return nil, p.fail("something is missing before this bracket")
	case h.kind == end:
		return nil, p.fail("something must follow")
	}
	return nil, p.fail(fmt.Sprintf("something is missing before %s", h.text))
}
