// Package house holds the tests that keep the house in order: who may import whom,
// what vendored files must bring along, and what no file may mention. What scripts
// of the pages look like is held by web/tools/house, which can parse them.
package house
