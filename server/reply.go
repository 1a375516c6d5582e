package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// problem is an error with an HTTP status and words for the person who sees it.
type problem struct {
	status int
	text   string
}

func (p *problem) Error() string { return p.text }

func refuse(status int, format string, args ...any) error {
	return &problem{status: status, text: fmt.Sprintf(format, args...)}
}

// isProgram says whether it is a script that asks, by the address that it asks for.
func isProgram(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/runs/")
}

// writeJSON answers a program. No answer of ours is kept by anybody.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(data, '\n'))
	return ignore(err)
}

// ignore drops the error of a write to a visitor who has left: there is nobody to tell.
func ignore(error) error { return nil }
