package formula

import "hebb/sim/rule"

// Program is a compiled rule. It is read only and may be shared.
//
//	ΔW = Σ p qᵀ + Σ s p qᵀ .* W
type Program struct {
	Text         string
	Coefficients []string // names, in the order in which they appear
	Terms        []Term   // the summands as written
	Sees         rule.Sees

	nodes  []node
	outer  []outer  // pairwise different in p, or in q
	scaled []scaled // shares of W
}

// Term is one summand, From up to and not with To in the text.
type Term struct {
	From, To     int
	Sees         rule.Sees
	Coefficients uint64 // bit i: coefficient i is part of it

	sum []summand
}

// node is one operation. Its operands are earlier nodes.
type node struct {
	op       op
	side     side
	a, b     int
	k        float64 // of constants; of a coefficient its number
	sees     rule.Sees
	coef     uint64 // bit i: coefficient i is part of it
	from, to int
}

// side says for which units a node has a number each.
type side uint8

const (
	one          side = iota // a single number
	presynaptic              // one for each presynaptic unit
	postsynaptic             // one for each postsynaptic unit
)

type op uint8

const (
	opConst op = iota
	opCoefficient
	opReward
	opMeanReward
	opX
	opF
	opU
	opY
	opE
	opZ
	opOnes
	opAdd // a + b; a single number is added to every element
	opMul // a b, element by element; likewise
	opDiv // a / b, b a single number
	opDot
	opSum
	opMean
	opTanh
	opRelu
	opAbs
	opSign
)

var functions = map[string]op{"sum": opSum, "mean": opMean, "tanh": opTanh, "relu": opRelu, "abs": opAbs, "sign": opSign}

// outer is p qᵀ.
type outer struct{ p, q int }

// scaled is s p qᵀ .* W, where none means that all are 1.
type scaled struct{ s, p, q int }

const none = -1

// Needs says whether some operation looks at what.
func (p *Program) Needs(what rule.Sees) bool { return p.Sees&what != 0 }

// Rank is the number of columns times rows in the update.
func (p *Program) Rank() int { return len(p.outer) }
