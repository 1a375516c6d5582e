package num

import "math"

// Eigenvalues returns the eigenvalues of a square matrix, those of a conjugate pair side by
// side, the one with the positive imaginary part first. ok is false when the iteration does
// not converge or a number is not finite. It allocates.
//
// The matrix is brought to Hessenberg's form and then decomposed by shifted QR steps:
// routines orthes and hqr of EISPACK (see SymEigen).
func Eigenvalues(a Mat[float64]) (z []complex128, ok bool) {
	check(a.Rows == a.Cols)
	n := a.Rows
	tell(10 * n * n * n)
	h := NewMat[float64](n, n)
	copy(h.Data, a.Data)
	for _, v := range h.Data {
		if v-v != 0 {
			return nil, false
		}
	}
	hessenberg(h)
	z = make([]complex128, n)
	return z, shiftedQR(h, z)
}

func hessenberg(h Mat[float64]) {
	k, n := Use[float64](), h.Rows
	v, w := make([]float64, n), make([]float64, n)
	for m := 1; m < n-1; m++ {
		for i := m; i < n; i++ {
			v[i] = h.At(i, m-1)
		}
		size := Norm(v[m:])
		if size == 0 {
			continue
		}
		diagonal := -math.Copysign(size, v[m])
		tau := (diagonal - v[m]) / diagonal
		k.Scale(1/(v[m]-diagonal), v[m+1:])
		v[m] = 1
		clear(w)
		for i := m; i < n; i++ {
			k.Axpy(v[i], h.Row(i)[m:], w[m:])
		}
		for i := m; i < n; i++ {
			k.Axpy(-tau*v[i], w[m:], h.Row(i)[m:])
		}
		for i := range n {
			row := h.Row(i)[m:]
			k.Axpy(-tau*k.Dot(v[m:], row), v[m:], row)
		}
		h.Row(m)[m-1] = diagonal
		for i := m + 1; i < n; i++ {
			h.Row(i)[m-1] = 0
		}
	}
}

func shiftedQR(h Mat[float64], z []complex128) bool {
	n := h.Rows - 1
	at := func(i, j int) float64 { return h.Data[i*h.Cols+j] }
	set := func(i, j int, v float64) { h.Data[i*h.Cols+j] = v }
	norm := 0.0
	for i := range h.Rows {
		for _, v := range h.Row(i)[max(i-1, 0):] {
			norm += math.Abs(v)
		}
	}
	shift := 0.0
	for turn := 0; n >= 0; {
		l := n
		for ; l > 0; l-- {
			s := math.Abs(at(l-1, l-1)) + math.Abs(at(l, l))
			if s == 0 {
				s = norm
			}
			if math.Abs(at(l, l-1)) < epsilon*s {
				break
			}
		}
		if l == n {
			z[n] = complex(at(n, n)+shift, 0)
			n, turn = n-1, 0
			continue
		}
		x, y := at(n, n), at(n-1, n-1)
		w := float64(at(n, n-1) * at(n-1, n))
		if l == n-1 {
			p := float64((y - x) / 2)
			q := float64(p*p) + w
			root := math.Sqrt(math.Abs(q))
			x += shift
			if q >= 0 {
				root = p + math.Copysign(root, p)
				first := x + root
				second := first
				if root != 0 {
					second = x - w/root
				}
				z[n-1], z[n] = complex(first, 0), complex(second, 0)
			} else {
				z[n-1], z[n] = complex(x+p, root), complex(x+p, -root)
			}
			n, turn = n-2, 0
			continue
		}
		switch turn {
		case 10, 20, 40, 60: // exceptional shifts
			shift += x
			for i := range n + 1 {
				set(i, i, at(i, i)-x)
			}
			s := math.Abs(at(n, n-1)) + math.Abs(at(n-1, n-2))
			x = float64(0.75 * s)
			y = x
			w = float64(-0.4375 * s * s)
		case 200:
			return false
		}
		turn++
		qrStep(h, l, n, x, y, w)
	}
	return true
}

// qrStep does a double step on rows and columns l to n.
func qrStep(h Mat[float64], l, n int, x, y, w float64) {
	at := func(i, j int) float64 { return h.Data[i*h.Cols+j] }
	set := func(i, j int, v float64) { h.Data[i*h.Cols+j] = v }
	var p, q, r float64
	m := n - 2
	for ; m >= l; m-- {
		z := at(m, m)
		r = x - z
		s := y - z
		p = (float64(r*s)-w)/at(m+1, m) + at(m, m+1)
		q = at(m+1, m+1) - z - r - s
		r = at(m+2, m+1)
		s = math.Abs(p) + math.Abs(q) + math.Abs(r)
		p, q, r = p/s, q/s, r/s
		if m == l || math.Abs(at(m, m-1))*(math.Abs(q)+math.Abs(r)) < epsilon*math.Abs(p)*(math.Abs(at(m-1, m-1))+math.Abs(z)+math.Abs(at(m+1, m+1))) {
			break
		}
	}
	for i := m + 2; i <= n; i++ {
		set(i, i-2, 0)
		if i > m+2 {
			set(i, i-3, 0)
		}
	}
	for k := m; k < n; k++ {
		last := k == n-1
		if k != m {
			p, q, r = at(k, k-1), at(k+1, k-1), 0
			if !last {
				r = at(k+2, k-1)
			}
			x = math.Abs(p) + math.Abs(q) + math.Abs(r)
			if x == 0 {
				continue
			}
			p, q, r = p/x, q/x, r/x
		}
		s := math.Copysign(math.Sqrt(float64(p*p)+float64(q*q)+float64(r*r)), p)
		if s == 0 {
			continue
		}
		if k != m {
			set(k, k-1, -s*x)
		} else if l != m {
			set(k, k-1, -at(k, k-1))
		}
		p += s
		x = float64(p / s)
		y = float64(q / s)
		z := float64(r / s)
		q, r = q/p, r/p
		a, b := h.Row(k), h.Row(k+1)
		if last {
			for j := k; j <= n; j++ {
				t := a[j] + float64(q*b[j])
				a[j] -= float64(t * x)
				b[j] -= float64(t * y)
			}
		} else {
			c := h.Row(k + 2)
			for j := k; j <= n; j++ {
				t := a[j] + float64(q*b[j]) + float64(r*c[j])
				a[j] -= float64(t * x)
				b[j] -= float64(t * y)
				c[j] -= float64(t * z)
			}
		}
		for i := l; i <= min(n, k+3); i++ {
			row := h.Row(i)
			t := float64(x*row[k]) + float64(y*row[k+1])
			if !last {
				t += float64(z * row[k+2])
				row[k+2] -= float64(t * r)
			}
			row[k] -= t
			row[k+1] -= float64(t * q)
		}
	}
}
