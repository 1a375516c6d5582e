// Package reservoir is the lab of motor learning: how a movement is found by reward
// and becomes automatic.
//
// # What is it?
//
// A network of a few hundred units, connected at random, is always active: without
// input its activity is chaotic. Two small sets of weights read it out and move a pen or an
// arm. No teacher tells the network what to do. A reward says only whether the error has
// just fallen or risen, as dopamine is thought to do.
//
// Pyle and Rosenbaum (2019) give this learner two pathways. The exploratory pathway,
// here the explorer, is modelled on the basal ganglia: it tries small random changes
// and keeps what is rewarded. The mastery pathway is modelled on the cortex: it copies
// the explorer while the error is small, until it carries the movement alone. Then the
// skill has become automatic. They call the rule SUPERTREX. Here
// you can watch the hand-over, cut either pathway, and take the dopamine away.
//
// # How it works
//
// The units have activations x and rates r. They receive each other's rates, the
// network's own output z, and, if switched on, a clock.
//
//	\tau\, \dot x = -x + J r + Q z + g_c S c(t)
//	r = \tanh(x) + \alpha u
//
// Here and below u are random numbers between -1 and 1, fresh at every step of 0.2 ms.
// The output is the sum of both pathways. The explorer adds noise, which grows
// with the error.
//
//	z_x = W_x r + \psi(\bar e)\, u
//	z_m = W_m r
//	z = z_x + z_m
//	\psi(\bar e) = \psi_0\, (10\, \bar e)^{1/4}
//
// The pen stands at p = z. Of an arm z are the angles of its joints, in half turns,
// each against the segment before; the shoulder is at (0, -2). The error is the squared
// distance from the target f, and where movement costs, that cost too. Bars are running
// means, hats what differs from them.
//
//	e = |p - f|^2 + \textstyle\sum_j c_j\, |z_j - \bar z_j|
//	\hat e = e - \bar e
//	\hat z_x = z_x - \bar z_x
//
// Reward depends on how the error differs from its running mean. If the error has just
// fallen, what the explorer did differently is reinforced; if it has risen, weakened.
//
//	\varphi(\hat e) = -5\, \mathrm{sign}(\hat e)\, |\hat e|^{1/4}
//	\Delta W_x = \eta\, \varphi(\hat e)\, \hat z_x\, r^{\top}
//
// This alone is reward-modulated Hebbian learning, RMHL. In SUPERTREX mastery copies the
// explorer's average by recursive least squares, every tenth step and only while the
// gate g is open: while the mean error lies below the threshold.
//
//	g = \frac{1}{2} - \frac{1}{2}\tanh(s\, (\bar e - \theta))
//	k = P r
//	P \leftarrow P - g\, k k^{\top} / (1 + r^{\top} k)
//	\Delta W_m = \kappa\, g\, \bar z_x k^{\top} / (1 + r^{\top} k)
//
// What mastery takes over the explorer no longer has to do. FORCE has no explorer and
// no reward: a teacher gives the right output, and least squares learns it. It works
// only with the pen, because the right angles of an arm are not known.
//
// # Tests
//
// After ten trials of training come five of test. Nothing learns, no noise is added,
// and SUPERTREX loses its explorer. The network receives the right output, or for an arm
// its own output of training, and has to go on. The deviation is the mean distance in
// the test; below 0.5 the test is passed. RMHL never passes it with an arm, although it
// tracks well in training: its weights never settle: it is a controller.
//
// # Lesions and drugs
//
// Every slider acts at once. The explorer's gain at 0 is surgery, such as a pallidotomy.
// Mastery's at 0 is a lesion of the cortex. Dopamine at 0 lets no reward through;
// dopamine noise corrupts it. These are lab experiments in the spirit of the paper, not
// figures of the paper: its section on Parkinson's disease says what they should show,
// the protocols here are ours.
//
// With the loop closed, mastery alone does not stay in step: it was trained while the
// explorer kept the loop in phase. In the paper's test the network receives the right output instead. To
// cut pathways in a running loop, turn on the clock: sines of the place in the trial,
// which say nothing about the target but keep the loop together.
//
// P only shrinks. After many trials mastery has met all the activity that occurs and
// hardly learns anything new: the explorer still can, but a new skill does not become
// automatic. Rejuvenate the cortex, and it does.
//
// # Versions
//
// The lab opens with the robust version of the replication, 300 units and trials of 2 s,
// which run in real time. Its learning rate is scaled with 1000/N: one change moves the
// output by the rate times the number of units, and where that is too much, weights grow
// without bound. The paper has 1,000 units and trials of 10 s; choose "as published" and
// these numbers, and know that
//
//   - an arm of three segments overflows in most runs, because the changes are not
//     divided by the number of joints;
//   - the threshold of the arm without costs is ten times lower;
//   - the pen's reward is one-sided and mastery copies the raw, noisy output;
//   - the cost of movement is measured against the explorer's average, which fades as
//     mastery takes over. What was a cost of speed becomes one of posture, and a test can
//     then not come below 0.14, however well it tracks. Look at the miss beside it.
//
// Where the article and the code differ we take the code: a learning rate of 0.0005, an
// exploration of 0.005 with costs (the article prints 0.025), the butterfly's radius
// divided by 14.4734 (its true maximum is 14.5171). Mastery's tenth step is counted from
// the start of the run. Both ends of the curve are visited in each trial. The mean in the
// test starts with its first step, and every step counts.
//
// # Things to try
//
// Draw a target of your own. Cut the explorer after one trial, after three, after ten.
// Add a segment during a movement. Set dopamine to 0, watch the skill decay, then cut
// the explorer: the movement comes back. Change the target and see which pathways can
// still learn it.
//
// # Limits of the model
//
// The target's place enters only through the error: the network has no input that says
// where to go, only one that says the time. It repeats the same movement. The arm has
// no mass, so that joints turn as fast as the outputs say. Weights go on growing; there is
// no forgetting.
package reservoir
