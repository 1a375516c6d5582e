package predictive

import "math"

// The algorithms.
const (
	algBackprop = "backprop" // plain reverse pass, no beliefs
	algExact    = "exact"    // errors first, then local updates
	algFixed    = "fixed"    // FixedPred: predictions and slopes stay at the feed-forward pass
	algStrict   = "strict"   // both follow the beliefs
	algClosed   = "closed"   // FixedPred in closed form: backprop times the gains
)

// method is how a batch is inferred, held fixed while a sweep is under way.
type method struct {
	alg        string
	loss       string
	old        bool // the sign of errors as published until 2024
	atVhat     bool // the update is taken at the feed-forward values
	sequential bool // top down, each layer with the error above as it has just become
	random     bool // errors come down through fixed random weights
	eta        float64
	lambda     float64   // weight of the loss in the energy
	pi         []float64 // L + 1: weights of the errors of layers 1..L-1 in the energy, at [l]
	batch      int       // images of the whole batch
	quiet      bool      // nobody asks for the size of FixedPred's steps
}

func (m *method) relaxes() bool { return m.alg == algFixed || m.alg == algStrict }

// sign is that of an error: prediction minus belief, or the other way round.
func (m *method) sign() float64 {
	if m.alg == algStrict && m.old {
		return -1
	}
	return 1
}

// gains are the factors by which the errors of layers 1..L fall short of backprop's
// under FixedPred. With one rate for all, that of layer L-k after n sweeps is the
// chance of at least k heads in n-1 throws of a coin that shows heads with chance η;
// the recursion also holds where η is no chance, and where it is changed on the way.
type gains struct{ cur, used []float64 }

func newGains(L int) gains {
	g := gains{make([]float64, L+1), make([]float64, L+1)}
	g.reset()
	return g
}

func (g *gains) reset() {
	L := len(g.cur) - 1
	clear(g.cur)
	clear(g.used)
	g.cur[L], g.used[L] = 1, 1
}

func (g *gains) sweep(m *method) {
	L := len(g.cur) - 1
	if m.sequential {
		for l := L - 1; l >= 1; l-- {
			r := float64(m.eta * m.pi[l])
			g.cur[l] = float64((1-r)*g.cur[l]) + float64(r*g.cur[l+1])
		}
		copy(g.used, g.cur)
		return
	}
	copy(g.used, g.cur)
	for l := 1; l < L; l++ {
		r := float64(m.eta * m.pi[l])
		g.cur[l] = float64((1-r)*g.cur[l]) + float64(r*g.cur[l+1])
	}
}

// watch is the rule that tells divergence from a rough start. Networks of rectifiers
// seldom reach infinity: they end in a large bounded oscillation, so that asking for
// finite numbers alone would miss it. Near rest a belief may go to and fro over the kink
// of a rectifier, with steps that grow for a while and stay small: what diverges is back
// at a tenth of the largest step at least.
type watch struct {
	dv   [4]float64 // |dv| of the last sweeps, the newest first
	most float64    // the largest so far
	f0   float64
}

func (w *watch) reset(f0 float64) { *w = watch{f0: f0} }

// sees takes in sweep k and says whether it diverges.
func (w *watch) sees(m *method, L, k int, dv, f float64) bool {
	copy(w.dv[1:], w.dv[:3])
	w.dv[0] = dv
	w.most = max(w.most, dv)
	if !finite(dv) || !finite(f) {
		return true
	}
	if m.alg == algFixed {
		// Below 2 it cannot diverge, though it may first overshoot.
		top := 1.0
		for _, p := range m.pi[1:L] {
			top = max(top, p)
		}
		return m.eta*top >= 2 && k >= L+2 && w.grows()
	}
	if k >= L+2 && w.grows() {
		return true
	}
	return !m.old && f-w.f0 > math.Abs(w.f0)
}

func (w *watch) grows() bool {
	return w.dv[0] > w.dv[1] && w.dv[1] > w.dv[2] && w.dv[0] > 1.5*w.dv[3] && w.dv[0] > 0.1*w.most
}
