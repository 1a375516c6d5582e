// Package predictive is the lab of predictive coding: how a network that only
// corrects its own predictions comes to learn as backprop does.
//
// # What is it?
//
// Backprop needs an error that is carried down through all layers, in a pass of its
// own. Predictive coding needs none: every layer holds a belief, every layer predicts
// the next, and where belief and prediction differ there is an error, which the
// layer has itself. Give the output its target, and let all beliefs move a little so
// that the errors become smaller, again and again: the errors spread down by
// themselves. Each weight then learns from two local signals: the error on one side,
// the belief on the other.
//
// Rosenbaum (2022) asked when this is backprop. The answer has three parts, and each
// can be watched here: with predictions held fixed it is backprop up to a factor for
// each layer; with a step of one, exactly backprop; and if predictions follow the
// beliefs, it is something else that only looks like backprop.
//
// # How it works
//
// A network has L blocks; the image is v_0. Feed-forward activities are
//
//	\hat v_l = f_l(\hat v_{l-1})
//
// Beliefs v_l start there. Errors are predictions minus beliefs, and at the top the
// derivative of the loss:
//
//	\varepsilon_l = f_l(v_{l-1}) - v_l
//	\varepsilon_L = \partial\mathcal L/\partial f_L(v_{L-1})
//
// A sweep moves all beliefs at once. J_{l+1} is the Jacobian of block l+1: it carries
// an error down.
//
//	v_l \leftarrow v_l + \eta\,(\varepsilon_l - \varepsilon_{l+1} J_{l+1})
//
// This is Strict. It is one step of gradient descent on the energy
//
//	F(v) = \mathcal L(f_L(v_{L-1})) + \tfrac12\sum_{l<L} |v_l - f_l(v_{l-1})|^2
//
// After n sweeps the weights learn from the errors of the last one:
//
//	\Delta\theta_l = -\,\varepsilon_l\,\partial f_l(v_{l-1})/\partial\theta_l
//
// FixedPred takes predictions and Jacobians from the feed-forward pass and leaves them
// there. Then the error of layer L−k after n sweeps is backprop's times
//
//	c_k(n) = P[\mathrm{Binomial}(n-1,\eta) \ge k]
//
// the chance of at least k heads in n−1 throws of a coin that shows heads with chance
// η. It does not depend on the weights or the images. With η = 1 and n = L all factors are 1.
//
// Exact writes backprop's errors into the layers at once.
//
// # How to use it
//
// In the explorer press play: one batch stays, and sweep after sweep its beliefs
// relax. Step, pause, change η or the loss weight on the way. The action Start over
// puts the beliefs back. It rests after n sweeps; raise n and it goes on.
//
// In the training view each variant learns by an algorithm of its own from the same
// first weights and the same images.
//
// The layers are a text: operations from the image up, and a bar between blocks. A
// block is one layer of beliefs.
//
//	\texttt{conv 10x3 relu pool2 | conv 5x3 relu flatten | dense 50 relu | dense 30 relu | dense 10}
//
// is the network of the paper. conv 10x3 has ten maps and kernels of side 3, conv
// 10x3p1 a row of zeros around the image. A pool drops the last row and column of a
// map of odd side.
//
// # Things to notice
//
// An error travels one layer a sweep. With fewer sweeps than layers the lowest layers
// learn nothing at all.
//
// Under FixedPred the angle to backprop is 0 as soon as there is an error. Published
// curves show some degrees, and plateaus: these are rounding. A belief is near one,
// its error near a millionth, and in float32 a step of a tenth of that is lost. Choose
// naive numbers to see it.
//
// Strict is stable only while η is below 2/λmax, and λmax grows with training: from
// about 2.4 to 8, or 18 with cross entropy, for the network of the paper. Nets of
// rectifiers do not diverge to infinity. They oscillate, large and bounded.
//
// Adam hardly depends on the scale of an update, so FixedPred trains as backprop
// does although its lowest layer gets a tenth of the gradient. SGD shows the
// difference.
//
// At test time there is nothing to infer: without a label the feed-forward values
// already have the lowest energy.
//
// # Things to try
//
// Set η to 1 and n to the number of layers with FixedPred, and step: in each
// sweep one more layer has backprop's error.
//
// Raise the loss weight λ from 1 to 1500. The published loss is a mean over the batch,
// so that beliefs hardly move. With a sum they move, and Strict does not rest at backprop.
//
// Take the top-down schedule with η = 1. One sweep is enough, because it is backprop.
//
// Set a wrong label and look at the maps of the errors.
//
// # What is ours and what is the paper's
//
// Strict, FixedPred, Exact, the network, the batch of 300, η = 0.1 with n = 20 and
// η = 1 with n = 5, Adam with rate 0.002 are the paper's and its code's. Strict
// stands here as corrected in 2024; the sign of 2021, behind the published figures, is a
// choice. With the authors' seed weights and order of images are theirs, number by
// number.
//
// Beyond the paper are the loss weight, the error weights, the top-down schedule,
// the tolerance, random feedback, the closed form as an algorithm, the depth slider,
// safe float32, and the wrong label on a small net, in place of the paper's VGG-19
// with its photographs. The paper's runs on CIFAR-10 and VGG-19 are not here: they
// need a graphics card.
//
// Safe float32 keeps displacements from the feed-forward values, and for FixedPred
// the errors themselves, instead of beliefs. In exact arithmetic it is the same
// algorithm.
//
// Work is counted in operations, not in seconds, so that it does not depend on the
// machine.
//
// # What is not modelled
//
// No precision is learned, no input is generated from the top, no belief has a time
// constant of its own. The way down uses the transposed weights of the way up, which
// no synapse is known to have; random feedback is there to do without.
//
// # Sources
//
// R. Rosenbaum: On the relationship between predictive coding and backpropagation,
// PLoS ONE 17(3) e0266102 (2022), with a correction (2025). Its code is Torch2PC; ours
// was written from the equations and checked against numbers of that.
//
// J. C. R. Whittington, R. Bogacz: An approximation of the error backpropagation
// algorithm in a predictive coding network with local Hebbian synaptic plasticity,
// Neural Computation 29 (2017). B. Millidge, A. Tschantz, C. L. Buckley: Predictive
// coding approximates backprop along arbitrary computation graphs, Neural Computation
// 34 (2022). Y. Song, T. Lukasiewicz, Z. Xu, R. Bogacz: Can the brain do
// backpropagation?, NeurIPS (2020).
//
// M. Matsumoto, T. Nishimura: Mersenne twister, ACM Transactions on Modeling and
// Computer Simulation 8 (1998).
package predictive
