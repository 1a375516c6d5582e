// Package fixedpoint is the lab of networks that answer by coming to rest.
//
// # What is it?
//
// A recurrent network gets a constant input, moves, and comes to rest. The state in
// which it rests is its answer. To teach it, the weights have to change so that it
// rests elsewhere.
//
// The obvious way is to go down the gradient of the loss. But the loss of a network at
// rest is no smooth bowl: it has a surface of weights on which it is infinite, and
// close to it the gradient is huge. One step can move the weights so far that the
// gradient almost vanishes there. Zhu and Rosenbaum (2024) change the coordinates
// instead of the loss: they go downhill in terms of the network’s response, and map
// the step back to weights. Here you can watch both, from one neuron to 300.
//
// # How it works
//
// The rates r of N neurons follow
//
//	\tau\,\dot r = -\,r + f(W r + i)
//
// with the input i = W_x x, and rest where r = f(Wr + i). There, G is the diagonal
// matrix of the gains, the slopes of f at each neuron’s total current. Three things
// have to be kept apart:
//
//	\det(I - G W) \ne 0
//	\max \mathrm{Re}\,\lambda(G W) < 1
//	r(t) \to r
//
// The first says that the fixed point moves smoothly with the weights, and that the
// gradient exists. The second says that it is stable: that the network stays when it
// is there. The third says that it gets there. A real eigenvalue at 1 breaks the first
// two at once. A complex pair that crosses Re = 1 breaks only the second: the gradient
// stays finite and points at an answer that the network never gives.
//
// # The rules
//
// With δ, the change of the loss with each rate, every rule is a mean over samples of
// products p qᵀ, and W moves by minus η times it.
//
//	\Delta W_1:\quad p = (I - G W^{\top})^{-1} G\,\delta, \quad q = r
//
// is the gradient, known as recurrent backpropagation since Almeida and Pineda (1987).
// In a linear network the answer is r = A x with A = (G⁻¹ - W)⁻¹. Write the loss as a
// function of A, take a gradient step in A, and map it back: that is ΔW2. To first order in η it is
//
//	\Delta W_3:\quad p = (I - W G)\,G\,\delta, \quad q = (I - G W)^{\top}(I - G W)\, r
//
// in which nothing is inverted. It is the gradient seen with another measure of
// length, one that shrinks steps near the singular surface:
//
//	\Delta W_3 = M M^{\top}\,\Delta W_1\, M^{\top} M, \quad M = I - W
//
// for gains of 1. For other gains there are several such rules: ΔW4, which the authors
// added later, has the gains on the other side, and ΔW3A takes the derivation
// literally and divides by gains. ΔW0 leaves the inverse of the gradient out. The rule
// “through time” differentiates the steps that the network took; the longer it runs
// the closer it comes to ΔW1.
//
// ΔW2 for networks that are not linear is our own, and experimental: each sample’s
// step is done exactly, by dividing p by 1 - ηκ. The divisor is held above 0.2.
//
// # One neuron
//
// Everything is explicit here. With u = 1/g - w the loss is S/u² - 2C/u + T: a pole at
// w = 1/g, a minimum on its left, a plateau of height T far out on both sides.
//
//	\Delta W_3:\quad v' = \rho\, v\,(1 - v), \quad \rho = 1 + 2\eta S
//
// ΔW3 is the logistic map. It settles up to ηS = 1, then alternates between two
// weights, four, and so on; at ηS = 1.285 it becomes chaotic, and above 1.5 it escapes.
// ΔW2 is straight descent on a parabola in a = 1/u. It converges from both sides of
// the pole: from the far side it leaves through w = +∞ and comes back from -∞.
//
// # Two neurons
//
// The map shows the loss over the two weights between them. The singular set is a
// hyperbola, and it is also the edge of stability. The plane of rates shows where the
// network goes from any state: arrows, the lines on which one neuron is at rest, and
// all fixed points by kind. Only stable ones are answers.
//
// # Many linear neurons
//
// The paper’s experiment: m stimuli, m targets, a network that has to rest at them.
// For ΔW2 the whole curve of the loss is a formula, drawn dashed beside it:
//
//	J_k = \tfrac1m \textstyle\sum_j (1 - \eta s_j)^{2k}\, |E_0 v_j|^2
//
// with eigenvalues s and eigenvectors v of (2/m)XᵀX. It is stable while η is below
// 2/s_max. ΔW3 stays close to it.
//
// # Slices of the landscape
//
// Lines and planes through the minimum, in random directions. Within a circle the
// network is stable and the loss a bowl; the law of random matrices says how large the
// circle is. Outside, every line crosses several places where the loss is infinite;
// these are computed exactly, from eigenvalues.
//
// # Digits
//
// A tanh network classes handwritten digits. Input and output weights are random and
// stay; only the recurrent weights learn. The switch “the state is” decides what is
// meant by rest. The published runs take the state after 5 τ, which is not quite at
// rest, and their formulas are evaluated there. With true fixed points the picture
// differs: see the preset that shows both.
//
// # How to use it
//
// Press play. Add variants to compare rules: they start from the same weights and see
// the same samples. Click in a landscape to start there, in a plane of rates to put
// the state there, on a fixed point for its eigenvalues. Rescue takes the weights back
// by 20 steps and goes on with another rule.
//
// Where a loss is measured on states that are not at rest, or a fixed point is
// unstable, the page says so. When a number diverges the run stops and says
// which; the last good weights are kept.
//
// # Things to notice
//
// Left of the minimum the loss is shallow, right of it steep: the gradient is slow on
// one side and overshoots on the other. ΔW3 is the same on both.
//
// After such a step ΔW1 stays on the plateau, because the gradient there is tiny.
//
// ΔW3 never crosses the singular surface while its rate is moderate. So it does not
// come back from the wrong side either; ΔW2 does, through infinity.
//
// A low loss can belong to unstable fixed points: start on the unstable side and look
// at the largest real part.
//
// With digits, ΔW1 at a rate of 0.1 drives the network to the edge of stability. What
// follows depends on what is meant by rest.
//
// # Things to try
//
// One neuron: find the rate at which ΔW3 begins to alternate.
//
// Two neurons: start on both sides of the hyperbola, with every rule.
//
// Digits: start ΔW1 at a rate of 0.1; when the accuracy falls, rescue it.
//
// Digits: choose ΔW1 by sweeps with K = 0, 1, 5, and watch the angle to the gradient.
//
// # What is not modelled
//
// No spikes, no noise, no separate excitatory and inhibitory neurons, no delays. W_x
// and the readout do not learn. ΔW3 needs products with Wᵀ, so it is no more local
// than recurrent backpropagation; it only needs no inverse and no waiting.
//
// The paper’s equations could not be compared line by line. The linear rules, ΔW3 and
// ΔW4 and all sizes and rates follow the authors’ published code; the look-ahead
// variant of ΔW2 is what their notebook executes. The finite ΔW2 for networks that are
// not linear, ΔW3A, the closed forms, the solvers and all numbers on these pages that
// are not marked as theirs are our own. In the authors’ protocol the script learns
// from batches of test images and takes gains from rates; here that is a switch, and
// off unless you choose it. With seed 2023 the linear experiments use the same numbers
// as their notebooks.
//
// # Sources
//
// V. Zhu, R. Rosenbaum: Learning fixed points of recurrent neural networks by
// reparameterizing the network model, Neural Computation 36(8):1568 (2024),
// arXiv:2307.06732, and the code that the authors publish with it.
//
// L. B. Almeida: A learning rule for asynchronous perceptrons with feedback in a
// combinatorial environment, ICNN (1987). F. J. Pineda: Generalization of
// back-propagation to recurrent neural networks, Physical Review Letters 59:2229
// (1987).
//
// S. Bai, J. Z. Kolter, V. Koltun: Deep equilibrium models, NeurIPS (2019).
//
// H. F. Walker, P. Ni: Anderson acceleration for fixed-point iterations, SIAM Journal
// on Numerical Analysis 49 (2011).
package fixedpoint

import _ "embed"

//go:embed doc.go
var doc string
