package rule

// The numbers of the terms of Pool.
const (
	Error = iota
	PostPreError
	ErrorHebb
	Decay
	PreErrorOnly
	SummedError
	FedPostPreError
	FedError
	DrivenPostPreError
	Oja
)

// Pool are the ten candidate terms of the paper.
var Pool = List{
	Error: {Name: "error", Symbol: `-e_l y_{l-1}^{\top}`, TeX: `e x^{\top}`, Text: "-%*e*x'",
		Doc:  "Postsynaptic error times presynaptic activity: the step down the gradient, if the error is the true one.",
		Form: Form{Sign: -1, Post: ColE, Pre: RowX}, Reach: 0.2, Pace: 1},
	PostPreError: {Name: "postsynaptic activity times presynaptic error", Symbol: `-y_l e_{l-1}^{\top}`, TeX: `y f^{\top}`, Text: "-%*y*f'",
		Doc:  "Postsynaptic activity times presynaptic error.",
		Form: Form{Sign: -1, Post: ColY, Pre: RowF}, Reach: 0.2, Pace: 1},
	ErrorHebb: {Name: "error Hebb", Symbol: `-e_l e_{l-1}^{\top}`, TeX: `e f^{\top}`, Text: "-%*e*f'",
		Doc:  "Errors on both sides of the synapse. With a negative coefficient it turns the weights towards the feedback weights.",
		Form: Form{Sign: -1, Post: ColE, Pre: RowF}, Reach: 0.2, Pace: 1},
	Decay: {Name: "decay", Symbol: `-W_l`, TeX: `W`, Text: "-%*W",
		Doc:  "The weight itself: it shrinks.",
		Form: Form{Sign: -1, Post: ColW}, Reach: 0.02, Pace: 0.1},
	PreErrorOnly: {Name: "presynaptic error alone", Symbol: `-\mathbf{1} e_{l-1}^{\top}`, TeX: `\mathbf{1} f^{\top}`, Text: "-%*ones*f'",
		Doc:  "Presynaptic error alone: every postsynaptic unit gets the same.",
		Form: Form{Sign: -1, Post: ColOne, Pre: RowF}, Reach: 0.2, Pace: 1},
	SummedError: {Name: "error times summed activity", Symbol: `-e_l \mathbf{1}^{\top} y_l y_{l-1}^{\top}`, TeX: `e\, \mathbf{1}^{\top} y\, x^{\top}`, Text: "-%*sum(y)*e*x'",
		Doc:  "The error term, scaled by the summed activity of the postsynaptic layer.",
		Form: Form{Sign: -1, Sum: SumY, Post: ColE, Pre: RowX}, Reach: 0.02, Pace: 0.01},
	FedPostPreError: {Name: "y fᵀ, scaled by yᵀWf", Symbol: `-y_l y_l^{\top} W_l e_{l-1} e_{l-1}^{\top}`, TeX: `y\, y^{\top} W f f^{\top}`, Text: "-%*(y'*W*f)*y*f'",
		Doc:  "Postsynaptic activity times presynaptic error, scaled by how well the layer's feedback fits the presynaptic error.",
		Form: Form{Sign: -1, Sum: DotUF, Post: ColY, Pre: RowF}, Reach: 0.1, Pace: 1},
	FedError: {Name: "error, scaled by yᵀWf", Symbol: `-e_l y_l^{\top} W_l e_{l-1} y_{l-1}^{\top}`, TeX: `e\, y^{\top} W f\, x^{\top}`, Text: "-%*(y'*W*f)*e*x'",
		Doc:  "The error term, scaled by how well the layer's feedback fits the presynaptic error.",
		Form: Form{Sign: -1, Sum: DotUF, Post: ColE, Pre: RowX}, Reach: 0.1, Pace: 1},
	DrivenPostPreError: {Name: "y fᵀ, scaled by eᵀWx", Symbol: `-y_l y_{l-1}^{\top} W_l^{\top} e_l e_{l-1}^{\top}`, TeX: `y\, x^{\top} W^{\top} e\, f^{\top}`, Text: "-%*(z'*e)*y*f'",
		Doc:  "Postsynaptic activity times presynaptic error, scaled by the match of postsynaptic error and pre-activation.",
		Form: Form{Sign: -1, Sum: DotEZ, Post: ColY, Pre: RowF}, Reach: 0.1, Pace: 1},
	Oja: {Name: "Oja", Symbol: `y_l y_{l-1}^{\top} - y_l y_l^{\top} W_l`, TeX: `(y x^{\top} - y y^{\top} W)`, Text: "+%*(y*x' - y*(y'*W))",
		Doc:  "Activities on both sides, minus what the layer's own feedback explains. It makes each layer keep what it receives, whatever the error says.",
		Form: Form{Sign: 1, Post: ColY, Pre: RowRest}, Reach: 0.1, Pace: 1},
}
