package num

// Pool runs do(0) .. do(n-1), possibly at the same time, and returns when all are
// done. A sim.Pool is one.
type Pool interface {
	Each(n int, do func(i int))
}

// Products are the kernels that multiply matrices; see Kernels.
type Products[T Float] interface {
	Gemm(c Mat[T], alpha T, a, b Mat[T], beta T)
	GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T)
	GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T)
}

// Share returns products that share large ones out on a pool, so that a lone run uses
// all processors. The results are those of Use to the last bit. One goroutine at a
// time may use it. It allocates.
func Share[T Float](pool Pool) Products[T] {
	if s := share[T](pool); s != nil && pool != nil {
		return s
	}
	return Use[T]()
}
