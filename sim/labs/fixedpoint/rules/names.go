// Package rules is the names of the rules of learning, as choices of a view, and what
// takes a run back to go on with another rule.
package rules

// The rules, by name. Each is a mean of rank-one terms, dW = (1/B) Σ p qᵀ, and W
// moves by -η dW.
const (
	DW0  = "dW0"  // p = G δ                       q = r
	DW1  = "dW1"  // p = (I - G Wᵀ)⁻¹ G δ          q = r
	DW2  = "dW2"  // p of dW3 / (1 - ηκ)           q of dW3
	DW3  = "dW3"  // p = (I - W G) G δ             q = (I - G W)ᵀ(I - G W) r
	DW4  = "dW4"  // p = (I - W G) δ               q = (I - W G)ᵀ(I - W G) r
	DW3A = "dW3A" // p = (G⁻¹ - W) δ               q = (G⁻¹ - W)ᵀ(G⁻¹ - W) r
	BPTT = "bptt" // the gradient of the steps taken, backwards in time
)

// DW2la is dW2 as the published notebook executes it, with a look-ahead: it moves A by
// one gradient step and uses the moved A within the second.
const DW2la = "dW2la"

// DW3Notebook is the one-dimensional variant of dW3 of an early notebook of the
// authors', which uses the look-ahead a.
const DW3Notebook = "dW3nb1d"
