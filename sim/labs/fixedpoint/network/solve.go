package network

// RelaxFor is how many steps of 0.1 τ a network has to settle.
const RelaxFor = 600

// Solve finds fixed points by an accelerated solver, which starts near where the
// dynamics would pass, at f(I). What fails is relaxed from 0.
func (n *Network[T]) Solve(b *Batch[T], loop *Closed[T], room *Room[T], way string, tol float64) {
	applyTo(n.F, b.R.Data, b.In.Data)
	n.drive(b.z, b.R, b.In)
	b.Sweeps += b.Rows
	switch way {
	case "newton":
		n.newton(b, room, tol, 40, false)
	case "exact":
		n.anderson(b, loop, tol, 60)
	default:
		n.anderson(b, &Closed[T]{}, tol, 100)
	}
	if b.Failed() > 0 {
		n.Relax(b, 0.1, tol, RelaxFor, true)
	}
}
