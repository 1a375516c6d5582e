package predictive

// Ladder draws beliefs, predictions and errors of every layer, a rung each.
type Ladder struct{}

func (Ladder) Kind() string { return "ladder" }

func (Ladder) Roles() []string {
	return []string{"belief", "prediction", "error", "bp", "energy", "angle", "rel", "stalled", "image", "label", "guess", "prepared", "lesson", "loss"}
}
