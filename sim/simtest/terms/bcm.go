// Package terms holds plasticity terms that only tests have: they show what adding one
// to a pool takes. A page that had them would have other outputs, and so would every run
// that has been saved.
package terms

import "hebb/sim/rule"

// BCM is the term of Bienenstock, Cooper & Munro, "Theory for the development of neuron
// selectivity: orientation specificity and binocular interaction in visual cortex",
// J. Neurosci. 2:32-48 (1982): a unit that is more active than a threshold strengthens
// what drives it, a less active one weakens it. The threshold slides with the mean square
// of activity, as in Intrator & Cooper, Neural Networks 5:3-17 (1992); here the mean is
// that over the layer, since one image is shown once.
var BCM = rule.Term{Name: "BCM", Symbol: `y_l \odot (y_l - \langle y_l^2 \rangle)\, y_{l-1}^{\top}`, TeX: `(y^2 - \langle y^2 \rangle y)\, x^{\top}`,
	Text: "+%*(y^2 - mean(y^2)*y)*x'",
	Doc:  "Postsynaptic activity above a threshold that slides with the layer's activity, times presynaptic activity.",
	Form: rule.Form{Sign: 1, Post: rule.ColShape, Pre: rule.RowX, Shape: &bcm}, Reach: 0.1, Pace: 1}

var bcm = rule.Shape{
	Value: func(p, y []float64) {
		m := meanSquare(y)
		for i, v := range y {
			p[i] = v * (v - m)
		}
	},
	Back: func(ybar, pbar, y []float64) {
		m, slid := meanSquare(y), 0.0 // slid: how much the derivative is by -m
		for i, v := range y {
			slid += float64(pbar[i] * v)
		}
		for i, v := range y {
			ybar[i] += float64(pbar[i]*(float64(2*v)-m)) - slid*2*v/float64(len(y))
		}
	},
}

func meanSquare(y []float64) (m float64) {
	for _, v := range y {
		m += v * v / float64(len(y))
	}
	return m
}

// Eleven are the terms of the pool and BCM.
var Eleven = append(rule.Pool[:len(rule.Pool):len(rule.Pool)], BCM)
