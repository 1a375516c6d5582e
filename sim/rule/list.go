package rule

import "hebb/sim/num"

// List is a pool of terms, at most Most. A term's number is its place.
type List []Term

// Most is how many terms a pool may have.
const Most = 16

// Theta are the coefficients of a pool, one a term; 0 beyond its end.
type Theta [Most]float64

// Terms is a set of terms of a pool: bit r is term r.
type Terms uint16

// Has says whether term r is in the set.
func (t Terms) Has(r int) bool { return t>>r&1 != 0 }

// Active are the terms whose coefficient is not 0.
func (th *Theta) Active() (t Terms) {
	for r, v := range th {
		if v != 0 {
			t |= 1 << r
		}
	}
	return t
}

// All are all terms of the pool.
func (l List) All() Terms { return 1<<len(l) - 1 }

// Sees is what a synapse needs for the terms of a set.
func (l List) Sees(t Terms) (s Sees) {
	for r := range l {
		if t.Has(r) {
			s |= l[r].Sees()
		}
	}
	return s
}

// Sums are the sums of a layer; NoSum is 1.
type Sums[T num.Float] [sums]T

// SumsOf are those that the terms of a set are scaled by; others are 0.
func SumsOf[T, V num.Float](l List, t Terms, k num.Kernels[V], in *Local[V]) (s Sums[T]) {
	s[NoSum] = 1
	for r := range l {
		switch sum := l[r].Sum; {
		case !t.Has(r) || s[sum] != 0:
		case sum == SumY:
			s[sum] = T(k.Sum(in.Y))
		case sum == DotUF:
			s[sum] = T(k.Dot(in.U, in.F))
		case sum == DotEZ:
			s[sum] = T(k.Dot(in.E, in.Z))
		}
	}
	return s
}

// Slots is how many columns an update can have: those that terms share, by their
// numbers, and one for the shape of each term.
const Slots = int(ColShape) + Most

// Slot is the column of term r in a Mix.
func (l List) Slot(r int) int {
	if l[r].Post == ColShape {
		return int(ColShape) + r
	}
	return int(l[r].Post)
}

// Mix is a rule with its sums put in:
//
//	W <- (1 + Share) W + Σ_slots column (Σ_rows Rows[slot][row] row)ᵀ
type Mix[T num.Float] struct {
	Share T
	Rows  [Slots][Rows]T // [slot][row]: what the row of a column is made of
}

// MixOf mixes a rule.
func MixOf[T num.Float](l List, th *Theta, s *Sums[T]) (m Mix[T]) {
	for r := range l {
		if th[r] != 0 {
			f := &l[r].Form
			*m.at(l, r) += T(T(f.Sign) * T(th[r]) * s[f.Sum])
		}
	}
	return m
}

// at is where term r comes in.
func (m *Mix[T]) at(l List, r int) *T {
	if l[r].Post == ColW {
		return &m.Share
	}
	return &m.Rows[l.Slot(r)][l[r].Pre]
}

// Back is the step back through MixOf: of the derivative by a mix, it adds that by the
// coefficients of a set of terms to share, and returns that by the sums.
func (m *Mix[T]) Back(l List, t Terms, th *Theta, s *Sums[T], share *Theta) (by Sums[T]) {
	for r := range l {
		if t.Has(r) {
			f, bar := &l[r].Form, *m.at(l, r)
			share[r] += float64(f.Sign * float64(s[f.Sum]*bar))
			by[f.Sum] += T(T(f.Sign*th[r]) * bar)
		}
	}
	return by
}

// Uses says where the terms of a set come in: as shares of W, and in which rows of which
// columns.
func (l List) Uses(t Terms) (share bool, used [Slots][Rows]bool) {
	for r := range l {
		switch {
		case !t.Has(r):
		case l[r].Post == ColW:
			share = true
		default:
			used[l.Slot(r)][l[r].Pre] = true
		}
	}
	return share, used
}
