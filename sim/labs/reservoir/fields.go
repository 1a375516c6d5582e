package reservoir

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/precision"
)

// fields are the parameters of all three tasks, bound by Fields.
type fields struct {
	// Rule.
	rule, profile       string
	eta                 float64
	scaleEta            bool
	comp                float64
	phi                 string
	phiGain, phiPow     float64
	psiCoef, psiPow     float64
	teacher             string
	kappa, theta, slope float64
	tauE, tauZ          float64
	costRef, testRef    string
	// Lesions and drugs.
	expOut, mstOut, expLR    float64
	daGain, daNoise, psiGain float64
	transfer                 float64
	plastic                  bool
	silenced                 float64
	// Feedback.
	clockGain, sfb float64
	waves          int
	// Target and body.
	aimName, drawing, pace, fit string
	renew                       bool
	segments                    int
	lengths, costs              []float64
	// Schedule.
	period      float64
	train, test int
	after       string
	// Network.
	n                        int
	density, lambda, tau, dt float64
	alpha, gamma             float64
	every                    int
	storage                  string // of J and P
}

// weighs says what a network beyond the cap would take.
func (s *motor) weighs(n int) string {
	if n < 0 || n > 1e6 {
		return "a network has to fit into memory"
	}
	return fmt.Sprintf("P and the recurrent weights of %d units would take %d MB", n, int64((s.numberSize()+float64((s.numberSize()+2)*s.density))*float64(n)*float64(n))>>20)
}

// numberSize is how many bytes a number of J and P takes.
func (s *motor) numberSize() float64 { return float64(precision.Bytes(s.storage)) }

// standard are the lab's defaults for a task; see section 2 of the page text for
// where they differ from the paper's.
func standard(of task) fields {
	f := fields{
		rule: "supertrex", profile: "modified", eta: 5e-4, scaleEta: true, phi: "profile", phiGain: 5, phiPow: 0.25,
		teacher: "profile", slope: 5e5, tauE: 1, costRef: "profile", testRef: "profile",
		expOut: 1, mstOut: 1, expLR: 1, daGain: 1, psiGain: 1, transfer: 1, plastic: true,
		waves: 8, aimName: "butterfly", drawing: leaf, pace: "even", fit: "keep", segments: 2,
		period: 2000, train: 10, test: 5, after: "on",
		n: 300, density: 0.1, lambda: 1.5, tau: 10, dt: 0.2, alpha: 0.025, gamma: 10, every: 10, storage: precision.Double,
	}
	switch of {
	case penTask:
		f.psiCoef, f.psiPow, f.kappa = 0.025, 0.25, 0.5
	case armTask:
		f.psiCoef, f.psiPow, f.kappa = 0.01, 0.2, 0.5
	case effortTask:
		f.psiCoef, f.psiPow, f.kappa = 0.005, 0.25, 0.9
		f.segments, f.period = 3, 10000
	}
	return f
}

// leaf is the drawing that is there before you draw.
const leaf = "0,-60 22,-45 40,-22 48,5 44,30 28,50 0,66 -28,50 -44,30 -48,5 -40,-22 -22,-45"

func newMotor(of task) *motor {
	s := &motor{task: of, fields: standard(of)}
	s.actions.size, s.actions.length = 1, 0.6
	return s
}

// add keeps lists of fields short: a name that only some tasks have is left out of
// the others.
type fieldList struct {
	list  []sim.Field
	group string
}

func (f *fieldList) add(name, symbol, label, unit, doc string, acts sim.When, v sim.Value) {
	f.list = append(f.list, sim.Field{Name: name, Symbol: symbol, Label: label, Unit: unit, Doc: doc, Group: f.group, Acts: acts, Value: v})
}

// byProfile is the choice that leaves it to the profile.
var byProfile = sim.Option{Name: "profile", Label: "from the profile", Doc: "What the chosen profile does."}

func (s *motor) Fields() []sim.Field {
	f := &fieldList{}
	const now, restart = sim.NextQuantum, sim.Restart
	f.group = "Rule"
	rules := []sim.Option{{Name: "rmhl", Label: "RMHL", Doc: "Reward-modulated Hebbian learning: only the explorer."},
		{Name: "supertrex", Label: "SUPERTREX", Doc: "The explorer finds the movement, mastery takes it over."}}
	if s.task == penTask {
		rules = append([]sim.Option{{Name: "force", Label: "FORCE", Doc: "A teacher knows the right output; there is no exploration."}}, rules...)
	}
	f.add("rule", "", "rule", "", "How the network learns: from a teacher, or from reward with the exploratory pathway alone, or with both pathways.", restart, sim.Choice(&s.rule, rules...))
	f.add("profile", "", "profile", "", "Whose version of the details: the robust one of the replication, or the published ones with their faults.", restart, sim.Choice(&s.profile,
		sim.Option{Name: "modified", Label: "robust", Doc: "The replication’s repaired version, which the lab opens with."},
		sim.Option{Name: "matlab", Label: "as published", Doc: "The authors’ MATLAB scripts."},
		sim.Option{Name: "adaptation", Label: "Python port", Doc: "The replication’s Python port of the scripts, line by line."}))
	f.add("eta", `\eta`, "learning rate", "1/step", "How far reward moves the explorer’s weights, for a network of 1,000 units.", now, sim.FloatOff(&s.eta, 1e-6, 0.05, sim.Log))
	f.add("scale_eta", "", "scale the rate", "", "Multiplies the learning rate by 1000/N, so that one change moves the output as far in a small network as in a large one.", now, sim.Bool(&s.scaleEta))
	f.add("comp", `c`, "compensation", "", "Extra factor on the explorer’s changes; 0 takes that of task and profile: 1, or 0.5 with a cost of movement; in the robust profile a tenth, or a half, over the number of joints.", now, sim.FloatOff(&s.comp, 1e-3, 2, sim.Log))
	f.add("phi", `\varphi`, "reward function", "", "Whether a rise of the error gives as much negative reward as a fall gives positive. One-sided is the published pen task.", now, sim.Choice(&s.phi, byProfile,
		sim.Option{Name: "two", Label: "two-sided"}, sim.Option{Name: "one", Label: "one-sided"}))
	f.add("phi_gain", `\varphi_0`, "reward gain", "", "Factor of the reward function.", now, sim.Float(&s.phiGain, 0, 20, sim.Linear))
	f.add("phi_pow", `p_\varphi`, "reward power", "", "Power of the reward function; small powers make even a tiny change of the error count.", now, sim.Float(&s.phiPow, 0.05, 1, sim.Linear))
	f.add("psi_coef", `\psi_0`, "exploration", "", "Amplitude of exploration at a mean error of 0.1.", now, sim.Float(&s.psiCoef, 0, 0.2, sim.Linear))
	f.add("psi_pow", `p_\psi`, "exploration power", "", "How exploration falls with the error.", now, sim.Float(&s.psiPow, 0.05, 1, sim.Linear))
	f.add("teacher", "", "teacher", "", "What mastery copies of the explorer.", now, sim.Choice(&s.teacher, byProfile,
		sim.Option{Name: "smooth", Label: "its average"}, sim.Option{Name: "raw", Label: "its raw output"}))
	f.add("kappa", `\kappa`, "mastery step", "", "How much of the explorer’s output mastery takes over at once.", now, sim.FloatOff(&s.kappa, 0.01, 2, sim.Log))
	f.add("theta", `\theta`, "threshold", "", "Mean error below which mastery learns; 0 takes that of task and profile: 0.0015 or 0.015.", now, sim.FloatOff(&s.theta, 1e-5, 10, sim.Log))
	f.add("slope", "", "gate slope", "", "How sharply the gate opens at the threshold; at the standard it is a switch.", now, sim.Float(&s.slope, 0.1, 1e6, sim.Log))
	f.add("tau_e", `\tau_e`, "error average", "ms", "Time constant of the mean error that reward is measured against.", now, sim.Float(&s.tauE, 0.5, 1000, sim.Log))
	f.add("tau_z", `\tau_z`, "output average", "ms", "Time constant of the explorer’s average; 0 takes 1 ms, or 2 ms for SUPERTREX with an arm.", now, sim.FloatOff(&s.tauZ, 0.5, 1000, sim.Log))

	f.group = "Lesions and drugs"
	f.add("exp_out", "", "explorer", "", "Gain of the exploratory pathway (basal ganglia) at its source. 0 is surgery.", now, sim.Float(&s.expOut, 0, 2, sim.Linear))
	f.add("mst_out", "", "mastery", "", "Gain of the mastery pathway (cortex). 0 is a cortical lesion.", now, sim.Float(&s.mstOut, 0, 2, sim.Linear))
	f.add("da_gain", "", "dopamine", "", "How much of the reward signal gets through. 0 is a loss of dopamine; below 0 reward is inverted: a pen diverges within a trial, an arm stretches as far from the target as it can.", now, sim.Float(&s.daGain, -1, 2, sim.Linear))
	f.add("da_noise", "", "dopamine noise", "", "Amplitude of a random reward that is added: corrupted dopamine.", now, sim.Float(&s.daNoise, 0, 2, sim.Linear))
	f.add("psi_gain", "", "variability", "", "Gain of the exploration noise. 0 is a loss of motor variability.", now, sim.Float(&s.psiGain, 0, 5, sim.Linear))
	f.add("exp_lr", "", "explorer’s plasticity", "", "Gain of the changes of the explorer’s weights.", now, sim.Float(&s.expLR, 0, 3, sim.Linear))
	f.add("transfer", "", "consolidation", "", "Gain of the hand-over to mastery. 0: nothing becomes automatic.", now, sim.Float(&s.transfer, 0, 2, sim.Linear))
	f.add("learn", "", "plastic", "", "Off freezes all weights; everything else goes on.", now, sim.Bool(&s.plastic))
	f.add("silenced", "", "silent units", "", "Share of the reservoir’s units that are silenced, in an order of their own for each seed.", now, sim.Float(&s.silenced, 0, 0.95, sim.Linear))
	f.add("renew", "", "young cortex", "", "Resets P whenever the target changes, so that mastery can learn it as it learned the first. Off, P has become small and mastery learns slowly.", now, sim.Bool(&s.renew))

	f.group = "Feedback"
	f.add("clock", `g_c`, "clock", "", "Gain of a movement clock: sines and cosines of the place in the trial. It says nothing about the target, and keeps the loop in phase when the explorer is cut.", now, sim.Float(&s.clockGain, 0, 3, sim.Linear))
	f.add("waves", `K`, "clock waves", "", "How many harmonics the clock has.", restart, sim.Int(&s.waves, 1, 16))
	f.add("sfb", "", "sensory feedback", "", "Share of the target’s position in the output that is fed back to the reservoir.", now, sim.Float(&s.sfb, 0, 1, sim.Linear))

	f.group = "Target"
	f.add("target", `f`, "target", "", "The curve that the hand is to follow, once a trial.", now, sim.Choice(&s.aimName,
		sim.Option{Name: "butterfly", Label: "butterfly", Doc: "The paper’s."},
		sim.Option{Name: "turned", Label: "butterfly turned", Doc: "By 180 degrees, and shrunk to 0.8."},
		sim.Option{Name: "circle", Label: "circle"}, sim.Option{Name: "eight", Label: "figure eight"}, sim.Option{Name: "heart", Label: "heart"},
		sim.Option{Name: "star", Label: "star"}, sim.Option{Name: "square", Label: "square"},
		sim.Option{Name: "drawing", Label: "your drawing"}))
	f.add("drawing", "", "drawing", "", "Points of a curve, in hundredths of a unit. It is closed by a straight line.", now, sim.Text(&s.drawing, mostCharacters, drawingHint, func(text string) error {
		_, err := parseDrawing(text)
		return err
	}))
	f.add("pace", "", "pace of the drawing", "", "How fast the target moves along your drawing.", now, sim.Choice(&s.pace,
		sim.Option{Name: "even", Label: "even", Doc: "The same speed everywhere."}, sim.Option{Name: "drawn", Label: "as drawn", Doc: "Your own speed, scaled to a trial."}))
	f.add("fit", "", "out of reach", "", "What becomes of a target that the arm cannot reach.", now, sim.Choice(&s.fit,
		sim.Option{Name: "keep", Label: "refuse", Doc: "It stays as it is: the lab says what is out of reach and does not start with it."},
		sim.Option{Name: "shrink", Label: "shrink", Doc: "It is scaled and moved until the arm can reach all of it."}))

	if s.task != penTask {
		f.group = "Arm"
		f.add("segments", `M`, "segments", "", "How many segments the arm has, 2 to 50. The first three are the authors’; each more is 0.1 long.", restart, sim.Int(&s.segments, 2, maxSegments))
		f.add("lengths", `L_j`, "lengths", "", "Length of every segment from the shoulder; none for the standard arm.", restart, sim.List(&s.lengths, 0, maxSegments, 0.05, 5, false))
	}
	if s.task == effortTask {
		f.add("costs", `c_j`, "costs", "", "What turning each joint costs, from the shoulder; those not given are 0, and none at all takes 0.1 and 0.05.", now, sim.List(&s.costs, 0, maxSegments, 0, 2, false))
		f.add("cost_ref", "", "cost against", "", "What a joint’s angle is compared with. The published cost becomes one of posture when mastery takes over.", now, sim.Choice(&s.costRef, byProfile,
			sim.Option{Name: "total", Label: "its own average", Doc: "A cost of speed."}, sim.Option{Name: "exp", Label: "the explorer’s average", Doc: "As published."}))
		f.add("test_ref", "", "cost in a test", "", "What a joint’s angle is compared with in a test.", now, sim.Choice(&s.testRef, byProfile,
			sim.Option{Name: "total", Label: "its own average"}, sim.Option{Name: "decay", Label: "the explorer’s, decaying"},
			sim.Option{Name: "follow", Label: "the explorer’s, following"}, sim.Option{Name: "frozen", Label: "the explorer’s, frozen"}))
	}

	f.group = "Trials"
	f.add("period", `T`, "trial", "ms", "How long one trial takes. The paper’s is 10,000 ms.", restart, sim.Float(&s.period, 100, 60000, sim.Log))
	f.add("train", "", "training trials", "", "How many trials of training before a test; 0: no test unless you ask for one.", now, sim.Int(&s.train, 0, 1000))
	f.add("test", "", "test trials", "", "How many trials a test takes. In a test nothing learns and the explorer of SUPERTREX is off.", restart, sim.Int(&s.test, 0, 10))
	f.add("after", "", "after a test", "", "What follows a test.", now, sim.Choice(&s.after,
		sim.Option{Name: "on", Label: "train on"}, sim.Option{Name: "stop", Label: "stop", Doc: "As in the paper: the run is done."}))

	f.group = "Network"
	f.add("n", `N`, "units", "", "How many units the reservoir has. The paper’s has 1,000.", restart, &sim.IntValue{P: &s.n, Min: 100, Max: 2000, Beyond: s.weighs})
	f.add("density", `p`, "density", "", "Share of the recurrent connections that are drawn.", restart, sim.Float(&s.density, 0.01, 0.5, sim.Log))
	f.add("lambda", `\lambda`, "recurrent gain", "", "Scale of the recurrent weights; above 1 the network is chaotic on its own.", restart, sim.Float(&s.lambda, 0, 3, sim.Linear))
	f.add("alpha", `\alpha`, "reservoir noise", "", "Amplitude of the noise on every rate in training. The port and the robust version have 0 in the pen task of SUPERTREX; the lab does not.", now, sim.Float(&s.alpha, 0, 0.5, sim.Linear))
	f.add("tau", `\tau`, "time constant", "ms", "Of a unit.", restart, sim.Float(&s.tau, 1, 100, sim.Log))
	f.add("dt", `\Delta t`, "time step", "ms", "Of Euler’s method. Above about the time constants it diverges.", restart, sim.Float(&s.dt, 0.05, 50, sim.Log))
	f.add("gamma", `\gamma`, "regulariser", "", "P starts as the identity over this.", restart, sim.Float(&s.gamma, 0.1, 1000, sim.Log))
	f.add("every", "", "mastery every", "steps", "Mastery learns every so many steps, counted from the start.", restart, sim.Int(&s.every, 1, 100))
	f.add("storage", "", "storage", "", "Precision in which the recurrent weights J and P are kept and multiplied; the rest is computed in float64.", restart, sim.Choice(&s.storage,
		sim.Option{Name: precision.Double, Label: precision.Double, Doc: "As in the papers’ programs."},
		sim.Option{Name: precision.Single, Label: precision.Single, Doc: "Half the memory, and faster with 1,000 units. Outputs differ by 1e-7 at first; later on, as in two runs whose learning rates differ in the tenth digit. After paper-length training of 1,000 units the pen’s deviation was 0.0028 for 0.0029; the two-joint arm’s, of two seeds, 0.030 and 0.0100 for 0.038 and 0.0101. P stays positive, its smallest eigenvalues a little larger than they should be."}))
	return f.list
}
