package rule

import "hebb/sim/num"

// matrix writes F of one term as a full n_post x n_pre matrix, the way the formula
// is written: the slow truth of Apply.
func matrix[T num.Float](term int, l *Local[T]) num.Mat[T] {
	k := num.Use[T]()
	pre, post := l.W.Rows, l.W.Cols
	m := num.NewMat[T](post, pre)
	ones := make([]T, post)
	for i := range ones {
		ones[i] = 1
	}
	outer := func(scale T, left, right []T) {
		s := make([]T, post)
		k.Axpy(scale, left, s)
		k.Ger(m, s, right)
	}
	switch term {
	case Error:
		outer(-1, l.E, l.X)
	case PostPreError:
		outer(-1, l.Y, l.F)
	case ErrorHebb:
		outer(-1, l.E, l.F)
	case Decay:
		num.Transpose(m, l.W)
		k.Scale(-1, m.Data)
	case PreErrorOnly:
		outer(-1, ones, l.F)
	case SummedError:
		outer(-k.Dot(ones, l.Y), l.E, l.X)
	case FedPostPreError:
		outer(-k.Dot(l.U, l.F), l.Y, l.F)
	case FedError:
		outer(-k.Dot(l.U, l.F), l.E, l.X)
	case DrivenPostPreError:
		outer(-k.Dot(l.E, l.Z), l.Y, l.F)
	case Oja:
		outer(1, l.Y, l.X)
		outer(-1, l.Y, l.U)
	default:
		panic("rule: there is no such term")
	}
	return m
}
