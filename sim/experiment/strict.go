package experiment

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// Strict decodes one JSON value, and refuses keys without a place in it and whatever
// follows it.
func Strict(data []byte, into any) error {
	_, err := decodeStrict(data, into)
	return err
}

var errFollows = errors.New("something follows the object")

// decodeStrict is Strict, with the decoder, which knows how far it has come.
func decodeStrict(data []byte, into any) (*json.Decoder, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return dec, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return dec, errFollows
	}
	return dec, nil
}
