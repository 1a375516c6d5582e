// Package metaplasticity is the lab of learning rules that are themselves found by
// learning.
//
// # What is it?
//
// How should a synapse change? Usually somebody proposes a rule and tests it. Here it is the other way round: a pool of ten local terms is given, and which of
// them are used, how strongly and with which sign is learned, so that a network with
// fixed random feedback becomes good at learning new tasks from few images. This is the
// method of Shervani-Tabar and Rosenbaum (2023). You can watch it, take terms away while
// it runs, or write a rule of your own.
//
// # How it works
//
// There are two loops. In the inner loop a network with fresh random weights sees the
// images of a small task one at a time, each once, and after each every matrix changes
// by the same rule.
//
//	W_l \leftarrow W_l + \sum_r \theta_r F^r_l
//
// Layer l has activities y_l and errors e_l; beside a synapse we write x and y for the
// pre- and postsynaptic activities, f and e for the errors there. The activation is a
// softplus, the output a softmax.
//
//	z_l = W_l y_{l-1}
//	y_l = \frac{1}{\beta}\log(1 + e^{\beta z_l})
//	e_L = y_L - \mathrm{target}
//	e_l = q_l\, (1 - e^{-\beta y_l})
//
// The error comes down through fixed random weights, unless you choose otherwise.
//
//	q_l = B_{l+1}^{\top} e_{l+1}
//
// At the end of the course, an episode, the network is tested on the query images of the
// same classes. The outer loop makes the meta-loss small: the mean cross entropy of the
// answers, and an L1 penalty on the coefficients that keeps the rule short.
//
//	\mathcal{L}(\theta) = \langle -\log y_L[\mathrm{class}]\rangle + \lambda \sum_r |\theta_r|
//
// Its gradient goes through all updates of the course, and Adam follows it. Nothing but
// the coefficients survives an episode: the next one has new weights, new feedback and
// a new task. A coefficient of 0 still has a gradient; so the pool can start with the
// error term alone.
//
// # The ten terms
//
// With u = W^T y, which the layer would send back through its own weights:
//
//	F^0 = -e x^{\top} \quad F^1 = -y f^{\top} \quad F^2 = -e f^{\top} \quad F^3 = -W \quad F^4 = -\mathbf{1} f^{\top}
//	F^5 = -(\mathbf{1}^{\top} y)\, e x^{\top} \quad F^6 = -(u^{\top} f)\, y f^{\top} \quad F^7 = -(u^{\top} f)\, e x^{\top}
//	F^8 = -(e^{\top} z)\, y f^{\top} \quad F^9 = y x^{\top} - y u^{\top}
//
// Term 0 is the step down the error. Term 2, error-Hebb, joins the errors on both sides;
// with a negative coefficient it turns the weights towards the feedback weights. Term 9
// is Oja's rule. Pure Hebb, y x^T, is left out: it diverges. The sum of all ten has rank
// three beside the decay, so it costs little more than term 0.
//
// # The gradient
//
// No automatic differentiation and no history of weights: the way forward keeps vectors,
// and the way back subtracts each update from the weights again, as it is made of just
// these vectors. The weights that come back differ from the initial ones by rounding.
//
//	W \leftarrow (W - e a^{\top} - y b^{\top} - \mathbf{1} g^{\top}) / (1 - \theta_3)
//
// With backprop as feedback, the feedback weights are the forward weights. The
// meta-gradient can take them as given or follow them; you choose. It equals finite
// differences in the second case.
//
// # Plain and robust
//
// With all ten terms at one rate, gradients of a hundred thousand and more appear within
// a few episodes; Adam remembers the square of one of them for a thousand steps and
// moves no more. The robust protocol is ours: smaller steps for the decay (a tenth) and
// term 5 (a hundredth), gradients cut to five times the running median of their size,
// and a diverged episode is left out while all coefficients shrink by a tenth. What was
// left out and cut is counted on the page. The plain protocol is the paper's. It is good
// enough for one, two or three well chosen terms.
//
// # Write a rule
//
// The box takes a rule for the change of W in the letters above.
//
//	\Delta W = -\eta\, e x^{\top} + \theta\, (y x^{\top} - y (y^{\top} W))
//
// is typed as -eta*e*x' + theta*(y*x' - y*(y'*W)). A prime turns a column into a row; *
// is a product of matrices, .* of elements. A synapse may see the activities and errors
// on its two sides, its own weight, the pre-activation z and the feedback u, sums over a layer,
// and a reward: r is 1 when the guess is right, rbar its running mean. Anything else is
// refused, with the place. Greek letters are coefficients and get sliders. In the view
// Tune meta-learning finds them.
//
// # How to use it
//
// Press play. The lines are the coefficients over episodes; below them one course is
// going on. Move a coefficient and learning goes on from its new
// value, also within a course. Take terms out of the pool or put them back: that
// acts with the next episode. Freeze the rule to measure it. Use this rule opens it in the
// view Write, or in the lab of Oja's rule.
//
// # Things to notice
//
// Feedback alignment alone stays near chance: in 250 images the weights do not turn
// far enough.
//
// The angle of the teaching signals falls with error-Hebb, first in the upper layers.
// With Oja's term alone it hardly falls, and the network learns nevertheless.
//
// Three terms through random feedback pass backprop. With more images per class they do
// not.
//
// Oja's term makes the orthonormality error small in hidden matrices. In the output
// matrix, whose activity is the softmax, it is large.
//
// # Things to try
//
// Start the small pool and drop term 9 after a hundred episodes. Then set the
// penalty to 0. Then choose direct feedback.
//
// Write a rule without the error, for instance with the reward alone, and see how far it
// gets. Then let it be tuned.
//
// # Images
//
// The paper has EMNIST, 47 classes of letters and digits, which we cannot hand on; if
// you import it (hebb data add) it can be chosen. Otherwise there are 345 classes of
// drawings, digits and clothes together, and 47 classes made of digits by turning and
// mirroring them, on which our numbers are measured. Numbers differ from the paper's
// for that reason. The order of the rules does not.
//
// # What is not modelled
//
// No biases, batches, spikes, delays or noise. The error at the output is exact and
// reaches all layers at once. All synapses have one rule. Terms 5 to 9 need sums over a
// layer or its own feedback, which is more than a synapse alone can know: the page says
// which.
//
// The paper's are the two loops, the pool, the network, the penalty, and the findings
// that terms 0, 2 and 9 remain, that they learn better than feedback alignment, and that
// Oja's term helps even backprop. Its supplement and exact figure values were not
// available to us. The robust protocol, the small network, the comparison on the same
// tasks, the written rules and all numbers here are our own.
//
// # Sources
//
// N. Shervani-Tabar, R. Rosenbaum: Meta-learning biologically plausible plasticity
// rules with random feedback pathways, Nature Communications 14:1805 (2023).
//
// T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman: Random synaptic feedback
// weights support error backpropagation for deep learning, Nature Communications
// 7:13276 (2016).
//
// E. Oja: Neural networks, principal components, and subspaces, International Journal
// of Neural Systems 1 (1989). D. P. Kingma, J. Ba: Adam: a method for stochastic
// optimization, ICLR (2015).
//
// Google Creative Lab: The Quick, Draw! Dataset (2017), CC BY 4.0. Y. LeCun et al.:
// MNIST (1998). G. Cohen et al.: EMNIST, arXiv:1702.05373 (2017).
package metaplasticity
