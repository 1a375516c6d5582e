// Package reply has the two forms in which requests are answered besides pages: problems
// with a status and words, and JSON.
package reply

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Problem is an error with an HTTP status and words for the person who sees it.
type Problem struct {
	Status int    // of HTTP
	Text   string // a sentence, or the part of one
	Good   *int   // of a run that cannot be opened as it was: how many of its changes can; nil for none, and for other problems
}

func (p *Problem) Error() string { return p.Text }

// Refuse is a Problem with a formatted text.
func Refuse(status int, format string, args ...any) error {
	return &Problem{Status: status, Text: fmt.Sprintf(format, args...)}
}

// IsProgram says whether it is a script that asks, by the address that it asks for.
func IsProgram(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/runs/")
}

// JSON answers a program. No answer of ours is kept by anybody.
func JSON(w http.ResponseWriter, status int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(data, '\n'))
	return Ignore(err)
}

// Ignore drops the error of a write to a visitor who has left: there is nobody to tell.
func Ignore(error) error { return nil }

// ShortKey is what logs call a run: enough to tell runs apart, and too little to reach one.
func ShortKey(run string) string { return run[:min(len(run), 6)] }
