package experiment

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

// moment is what the z of a link holds: the part of an experiment that fields of the
// link do not say.
type moment struct {
	Journal    []Entry `json:"journal,omitempty"`
	Arithmetic string  `json:"kernel,omitempty"`
	Unit       uint64  `json:"unit"`
	Round      uint32  `json:"round,omitempty"`
}

// Bounds of a link's z.
const (
	maxMomentText = 64 << 10
	maxMomentJSON = 1 << 20
)

// EncodeMoment writes journal and position as the text of a link's z: compressed JSON in
// base64url, a ~, and the checksum by which a moment that was hurt on its way is known.
// The set-up travels in the rest of the link. A moment whose text would be longer than
// DecodeMoment takes is an error.
func (e *Experiment) EncodeMoment() (string, error) {
	text, err := json.Marshal(moment{compact(e.Journal), e.By.Arithmetic, e.Unit, e.Round})
	if err != nil {
		return "", err
	}
	var buf bytes.Buffer
	w, _ := flate.NewWriter(&buf, flate.BestCompression)
	w.Write(text)
	w.Close()
	z := base64.RawURLEncoding.EncodeToString(buf.Bytes()) + "~" + checksum(buf.Bytes())
	if len(z) > maxMomentText || len(text) > maxMomentJSON {
		return "", fmt.Errorf("the journal of %d changes is too long for a link; download it instead", len(e.Journal))
	}
	return z, nil
}

// checksum is six characters of base64url that stand for the CRC-32 of data.
func checksum(data []byte) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(data)))
}

// DecodeMoment reads the text of a link's z. What is not of its alphabet is passed over,
// and what stands behind its end is not looked at. A text without checksum is of an older
// link. It takes at most 64 KiB of text and 1 MiB of JSON. The experiment's Setup is left empty; names and
// values are checked when it is run.
func DecodeMoment(z string) (*Experiment, error) {
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

func decodeMoment(z string) (*Experiment, error) {
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
	m := &moment{}
	if err := Strict(text, m); err != nil {
		return nil, err
	}
	if m.Unit > MaxUnit {
		return nil, errors.New("its position is out of reach")
	}
	e := &Experiment{Journal: m.Journal, Position: Position{m.Unit, m.Round}, By: Origin{Arithmetic: m.Arithmetic}}
	return e, CheckOrder(e.Journal)
}
