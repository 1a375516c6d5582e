package live

// Entry is one change that a run has undergone: fields set, an action done or a
// probe switched.
type Entry struct {
	Position
	Variant string            `json:"variant,omitempty"` // "" for all
	Set     map[string]string `json:"set,omitempty"`
	Act     string            `json:"act,omitempty"`
	Args    map[string]string `json:"args,omitempty"`
	Probe   string            `json:"probe,omitempty"`
	Every   int               `json:"every,omitempty"`
	Gesture uint64            `json:"gesture,omitempty"`
}
