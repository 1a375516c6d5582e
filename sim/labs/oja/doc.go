// Package oja is the lab of Oja's rule: what it does for a network that learns from
// an error.
//
// # What is it?
//
// A deep network sees handwritten digits, one at a time, and changes its weights
// after each. No batches, no normalisation, no biases. The error of the output
// travels back through the layers and teaches; that is backprop, or one of its
// relatives with random feedback. Beside it you can switch on a second, local
// rule: Oja's, which does not use the error and makes each layer keep what it
// receives.
//
// Shervani-Tabar, Mirhoseini and Rosenbaum (2024) found that this helps where
// error-driven learning alone is weakest: in deep networks, learning online, from
// weights that start badly. Here you can watch why.
//
// # How it works
//
// Layer l has the activities y_l; y_0 are the pixels, from 0 to 1.
//
//	z_l = W_l y_{l-1}
//	y_l = \frac{1}{\beta}\log(1 + e^{\beta z_l})
//	y_L = \mathrm{softmax}(z_L)
//
// The error starts at the output and is sent down. s_l is the slope of the
// activation, so silent units get no error.
//
//	e_L = y_L - \mathrm{target}
//	e_l = q_l\, s_l
//	s_l = 1 - e^{-\beta y_l}
//
// How it is sent down is yours to choose: through the same weights (backprop),
// through fixed random weights (feedback alignment), directly from the output, or
// through random weights that have the right signs.
//
//	q_l = W_{l+1}^{\top} e_{l+1}
//	q_l = B_{l+1}^{\top} e_{l+1}
//	q_l = D_l^{\top} e_L
//	q_l = (\mathrm{sign}(W_{l+1})\,|B_{l+1}|)^{\top} e_{l+1}
//
// Then every matrix changes, by the sum of three terms.
//
//	\Delta W_l = -\theta_0\, e_l y_{l-1}^{\top} - \theta_2\, e_l e_{l-1}^{\top} + \theta_9\, (y_l y_{l-1}^{\top} - y_l y_l^{\top} W_l)
//
// The first follows the error. The second, error-Hebb, joins the errors on both
// sides of a synapse; with a negative coefficient it turns the weights towards the
// feedback weights. The third is Oja's rule for a whole layer: Hebbian growth minus
// what the layer's own feedback already explains. On average it is at rest when
//
//	\langle y_l\, y_{l-1}^{\top}\rangle = \langle y_l\, y_l^{\top}\rangle W_l
//
// that is, when the turned matrix is the best linear decoder of the layer's input
// from its activity. In a linear layer narrower than its input this means
// orthonormal rows: all singular values are pulled to one, from above and from
// below. That is why it repairs weights that are too small as well as weights that
// are too large.
//
// # One neuron
//
// The smallest view: a linear neuron looks at a cloud of points and learns by
// Hebb's, Oja's or Sanger's rule.
//
//	y_i = w_i^{\top} x
//	\Delta w_i = \eta\, y_i \left(x - \textstyle\sum_j y_j w_j\right)
//
// Hebb's rule is the first term alone, and diverges. In Sanger's rule the sum ends
// at neuron i. The cloud has exactly the mean and the axes that the sliders name, so
// the principal components are known, and so is the way of the averaged rule:
//
//	\bar w(t) = \frac{e^{Mt} w_0}{\sqrt{1 + w_0^{\top}(e^{2Mt} - I)\, w_0}}, \quad M = \langle x x^{\top}\rangle
//
// with t the number of samples times the learning rate.
//
// # Short-term memory
//
// A recurrent network receives independent random numbers and learns by Oja's rule
// alone.
//
//	h_t = \varphi(U x_t + V h_{t-1})
//	\Delta V = \theta_9\, h_t (h_{t-1} - V^{\top} h_t)^{\top}
//
// The rule is at rest when the transposed matrix reconstructs the previous state from
// the present one: then the past is rotated, not shrunk. The memory curve says how
// well a linear reader finds the input of k steps ago; its sum is the memory
// capacity.
//
// # Delayed recall
//
// This asks for more: the same network sees a symbol, then noise, and is
// asked for the symbol. It learns by backpropagation through time, or with fixed
// random feedback, and by Oja's rule at every step. The state is carried from one
// trial to the next, so that older symbols distract.
//
// # How to use it
//
// Press play. The picture at the top shows one image on its way through the layers.
// Sliders with a dot act at once, while the network learns; those with a loop start
// again with the same seed. Add a variant to compare: variants see the same images
// in the same order, and start from the same draws, scaled to their own sizes. With
// another width or depth they share the weights of the units that both have; with
// orthogonal weights only if a matrix has the same shape.
//
// Accuracy in the running curve is that on the last 200 training images, before the
// network learned from them. Test accuracy is on held-out images, measured now and
// then from a copy of the weights.
//
// # Things to notice
//
// With weights that start too small every hidden layer shows the same bars for every
// image: the activation's offset, log(2)/β for each unit, and nothing of the digit.
// The error that comes back is as weak. Backprop alone may never leave this state.
//
// With Oja's term the size of the activity settles near 8 in every layer, whatever
// the start. The effective dimension stays above ten where it falls to two without.
//
// The step is stable only while θ9 times the squared activity is below 2. With
// activities of 8 that means θ9 below 0.03; the slider ends at 0.02. Weights that
// start twice too large begin with larger activities: there a θ9 of 0.01 diverges at
// the first images, and a smaller one makes them smaller.
//
// The effective dimension of a dead layer can be large: it counts directions and not
// their size. Look at the variance beside it.
//
// The last matrix is special: its activity is the softmax, which Oja's term there
// wants to decode from. If θ9 is as large as θ0 and acts on the output too, it keeps
// the accuracy at chance. The mask leaves the output out unless you say otherwise.
//
// Random feedback starts to work only after some thousand images, when the forward
// weights have turned towards the feedback weights, and with a large rate it
// diverges. With Oja's term it learns at once and does not diverge.
//
// Oja's term does not always help: from a good start with a tuned rate, plain
// backprop ends a few per cent higher.
//
// # Things to try
//
// Start with gain 0.25 and θ9 at 0. After 2,000 images raise θ9 to 0.01.
//
// Take ten layers. Find the gain from which backprop learns alone.
//
// Set θ0 to 0, so that no error is used. What do the receptive fields become?
//
// Choose random feedback with θ0 = 0.01 and wait until it diverges. Then the same
// with θ9 = 0.004.
//
// Draw one layer again in the middle of a run, and watch which of two variants
// recovers.
//
// # What is not modelled
//
// No biases, batches, momentum, normalisation, convolution or spikes. Oja's term is
// online and local in its Hebbian part, but its decay needs the layer's own feedback
// through the same weights. The error term with backprop needs the transposed
// weights, which no known synapse offers; that is what the other kinds of feedback
// are for.
//
// Everything shown here is in the spirit of the paper and no reproduction of a
// figure: its exact rates, widths, list of initialisations and recurrent task were
// not available to us. The paper's are these claims: that deep networks which learn online from poor
// initialisations gain from Oja's rule, that activities then span richer subspaces,
// and that signals neither vanish nor diverge. The five-layer network, the
// activation, the feedback modes and the terms are those of Shervani-Tabar and
// Rosenbaum (2023). The ten-layer network, the list of bad starts, both
// memory experiments and all numbers on these pages are our own.
//
// # Sources
//
// N. Shervani-Tabar, M. A. Mirhoseini, R. Rosenbaum: Oja's plasticity rule
// overcomes several challenges of training neural networks under biological
// constraints, arXiv:2408.08408 (2024).
//
// N. Shervani-Tabar, R. Rosenbaum: Meta-learning biologically plausible plasticity
// rules with random feedback pathways, Nature Communications 14:1805 (2023).
//
// T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman: Random synaptic feedback
// weights support error backpropagation for deep learning, Nature Communications
// 7:13276 (2016). A. Nøkland: Direct feedback alignment provides learning in deep
// neural networks, NeurIPS (2016). Q. Liao, J. Z. Leibo, T. Poggio: How important is
// weight symmetry in backpropagation?, AAAI (2016).
//
// E. Oja: Neural networks, principal components, and subspaces, International
// Journal of Neural Systems 1 (1989). T. D. Sanger: Optimal unsupervised learning in
// a single-layer linear feedforward neural network, Neural Networks 2 (1989).
//
// E. Oja: A simplified neuron model as a principal component analyzer, Journal of
// Mathematical Biology 15 (1982).
package oja

import _ "embed"

//go:embed doc.go
var doc string
