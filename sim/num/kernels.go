package num

import "unsafe"

// Kernels are the inner loops in which a simulation spends its time. One value per
// precision is in use; a faster path replaces it without a change elsewhere.
// Shapes that do not fit panic.
type Kernels[T Float] interface {
	// Dot returns Σ x[i] y[i].
	Dot(x, y []T) T
	// Axpy does y += a x.
	Axpy(a T, x, y []T)
	// Scale does x *= a.
	Scale(a T, x []T)
	// Gemv does y = A x.
	Gemv(y []T, a Mat[T], x []T)
	// GemvWhere does y = A x for the rows where w is not 0; the others' y becomes 0.
	GemvWhere(y []T, a Mat[T], x, w []T)
	// Gemv2 does y1 = A x1 and y2 = A x2.
	Gemv2(y1, y2 []T, a Mat[T], x1, x2 []T)
	// GemvT does y = Aᵀ x. Where x is 0 at half of its elements or more, what those
	// rows hold does not matter.
	GemvT(y []T, a Mat[T], x []T)
	// GemvT2 does y1 = Aᵀ x1 and y2 = Aᵀ x2.
	GemvT2(y1, y2 []T, a Mat[T], x1, x2 []T)
	// Ger does A_i += a[i] u for every row i. Where a is 0 at half of its elements or
	// more, those rows are left alone.
	Ger(m Mat[T], a, u []T)
	// Ger2 does A_i += a[i] u + b[i] v for every row i.
	Ger2(m Mat[T], a, u, b, v []T)
	// Ger3 does A_i += a[i] u + b[i] v + c[i] w for every row i. Where w is nil it
	// adds c[i] to every element of the row instead.
	Ger3(m Mat[T], a, u, b, v, c, w []T)
	// GemvGer does q = A v and, with it, A_i += a[i] u + (b[i] + beta q[i]) v, in one
	// pass over A.
	GemvGer(q []T, m Mat[T], u, v, a, b []T, beta T)
	// Gemm does C = alpha A B + beta C. With beta = 0 what C held does not matter,
	// be it NaN.
	Gemm(c Mat[T], alpha T, a, b Mat[T], beta T)
	// GemmNT does C = alpha A Bᵀ + beta C.
	GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T)
	// GemmTN does C = alpha Aᵀ B + beta C.
	GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T)
	// SpMV does y = A x.
	SpMV(y []T, a Sparse[T], x []T)
	// SymUpdate does P -= g k kᵀ.
	SymUpdate(p Sym[T], g T, k []T)
	// SymUpdateMul does P -= g k kᵀ, which it skips when g = 0, and y = P x with what
	// P is then, all in one pass over P.
	SymUpdateMul(y []T, p Sym[T], g T, k, x []T)
	// Sum returns Σ x[i].
	Sum(x []T) T
}

// Use returns the kernels for T.
func Use[T Float]() Kernels[T] {
	if is32[T]() {
		return any(kernels32).(Kernels[T])
	}
	return any(kernels64).(Kernels[T])
}

// Version names the arithmetic of this package: what it defines to the last bit. It goes
// up when a digit changes.
const Version = "hebb-1"

// Arithmetic names what numbers depend on: Version, or the path of processors that cannot
// keep to it. Links, files and claims name it.
func Arithmetic() string {
	if slowFMA {
		return kernelPath
	}
	return Version
}

// KernelPath names the path in use. All but "gonum-sse2" give the same bits.
func KernelPath() string { return kernelPath }

var (
	kernels32 Kernels[float32] = plain[float32]{}
	kernels64 Kernels[float64] = plain[float64]{}
)

func is32[T Float]() bool {
	var t T
	return unsafe.Sizeof(t) == 4
}
