package live

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"hebb/sim"
)

// Moment is everything that reproduces a run up to a position: what it started
// from, what was done and when.
type Moment struct {
	Setup   sim.Setup `json:"-"`
	Journal []Entry   `json:"journal,omitempty"`
	Kernel  string    `json:"kernel,omitempty"` // what did the arithmetic; with another the numbers agree up to rounding
	Position
}

// Bounds of a link's z.
const (
	maxMomentText = 64 << 10
	maxMomentJSON = 1 << 20
)

// Encode writes journal and position as the text of a link's z: compressed JSON in
// base64url. The set-up travels in the rest of the link. A moment whose text would
// be longer than DecodeMoment takes is an error.
func (m *Moment) Encode() (string, error) {
	text, err := json.Marshal(Moment{Journal: compact(m.Journal), Kernel: m.Kernel, Position: m.Position})
	if err != nil {
		return "", err
	}
	var buf bytes.Buffer
	w, _ := flate.NewWriter(&buf, flate.BestCompression)
	w.Write(text)
	w.Close()
	z := base64.RawURLEncoding.EncodeToString(buf.Bytes())
	if len(z) > maxMomentText || len(text) > maxMomentJSON {
		return "", fmt.Errorf("the journal of %d changes is too long for a link; download it instead", len(m.Journal))
	}
	return z, nil
}

// DecodeMoment reads the text of a link's z. It takes at most 64 KiB of text and
// 1 MiB of JSON. The moment's Setup is left empty; Runs.Start checks names and values.
func DecodeMoment(z string) (*Moment, error) {
	m, err := decodeMoment(z)
	if err != nil {
		return nil, &sim.FieldError{Field: "z", Reason: "the moment in the link cannot be read: " + err.Error()}
	}
	return m, nil
}

func decodeMoment(z string) (*Moment, error) {
	if len(z) > maxMomentText {
		return nil, fmt.Errorf("%d characters are too many: at most %d", len(z), maxMomentText)
	}
	packed, err := base64.RawURLEncoding.DecodeString(z)
	if err != nil {
		return nil, errors.New("it is cut off or garbled")
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxMomentJSON+1))
	if err != nil {
		return nil, errors.New("it is cut off or garbled")
	}
	if len(text) > maxMomentJSON {
		return nil, fmt.Errorf("it unpacks to more than %d bytes", maxMomentJSON)
	}
	m := &Moment{}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, errors.New("something follows the moment")
	}
	if m.Unit > maxUnit {
		return nil, errors.New("its position is out of reach")
	}
	return m, checkOrder(m.Journal)
}

// maxUnit keeps units exact in a page's numbers.
const maxUnit = 1<<53 - 1

// checkOrder refuses a journal whose entries do not follow each other.
func checkOrder(journal []Entry) error {
	if len(journal) > maxJournal {
		return fmt.Errorf("%d changes are too many: at most %d", len(journal), maxJournal)
	}
	for i := range journal {
		if journal[i].Unit > maxUnit || i > 0 && journal[i].Position.before(journal[i-1].Position) {
			return fmt.Errorf("change %d is out of order", i+1)
		}
	}
	return nil
}
