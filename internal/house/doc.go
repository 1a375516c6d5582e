// Package house holds the tests that keep the house in order: who may import whom,
// what vendored files must bring along, and what no file may mention.
package house
