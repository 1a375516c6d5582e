package live

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

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
// base64url, a ~, and the checksum by which a moment that was hurt on its way is known.
// The set-up travels in the rest of the link. A moment whose text would be longer than
// DecodeMoment takes is an error.
func (m *Moment) Encode() (string, error) {
	text, err := json.Marshal(Moment{Journal: compact(m.Journal), Kernel: m.Kernel, Position: m.Position})
	if err != nil {
		return "", err
	}
	var buf bytes.Buffer
	w, _ := flate.NewWriter(&buf, flate.BestCompression)
	w.Write(text)
	w.Close()
	z := base64.RawURLEncoding.EncodeToString(buf.Bytes()) + "~" + checksum(buf.Bytes())
	if len(z) > maxMomentText || len(text) > maxMomentJSON {
		return "", fmt.Errorf("the journal of %d changes is too long for a link; download it instead", len(m.Journal))
	}
	return z, nil
}

// checksum is six characters of base64url that stand for the CRC-32 of data.
func checksum(data []byte) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(data)))
}

// DecodeMoment reads the text of a link's z. What is not of its alphabet is passed over,
// and what stands behind its end is not looked at. A text without checksum is of an older
// link. It takes at most 64 KiB of text and 1 MiB of JSON. The moment's Setup is left empty; Runs.Start checks names and values.
func DecodeMoment(z string) (*Moment, error) {
	m, err := decodeMoment(z)
	if err != nil {
		return nil, &sim.FieldError{Field: "z", Reason: "the moment in the link cannot be read: " + err.Error()}
	}
	return m, nil
}

var errGarbled = errors.New("it is cut off or garbled")

// checksumSize is the length of a checksum's text.
const checksumSize = 6

// ofMoment drops what is no character of a moment's text.
func ofMoment(c rune) rune {
	if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_' || c == '~' {
		return c
	}
	return -1
}

func decodeMoment(z string) (*Moment, error) {
	if len(z) > maxMomentText {
		return nil, fmt.Errorf("%d characters are too many: at most %d", len(z), maxMomentText)
	}
	front, back, _ := strings.Cut(strings.Map(ofMoment, z), "~")
	if len(front)%4 == 1 {
		front = front[:len(front)-1] // of what stands behind: no byte ends there
	}
	packed, err := base64.RawURLEncoding.DecodeString(front)
	if err != nil {
		return nil, errGarbled
	}
	rest := bytes.NewReader(packed)
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(rest), maxMomentJSON+1))
	if err != nil {
		return nil, errGarbled
	}
	if back, _, _ = strings.Cut(back, "~"); len(back) >= checksumSize && len(text) <= maxMomentJSON {
		if checksum(packed[:len(packed)-rest.Len()]) != back[:checksumSize] {
			return nil, errGarbled
		}
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
