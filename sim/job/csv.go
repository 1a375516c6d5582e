package job

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"hebb/sim"
)

// CSV writes a row for every unit: its number, and what has been recorded or measured there.
type CSV struct {
	to    *bufio.Writer
	cells []string
}

// NewCSV returns a sink that writes to w.
func NewCSV(w io.Writer) *CSV { return &CSV{to: bufio.NewWriter(w)} }

func (c *CSV) Begin(h *Head) error {
	c.cells = append(c.cells[:0], "unit")
	for i := range h.Columns {
		if k := &h.Columns[i]; k.Kept() {
			c.cells = append(c.cells, k.Name())
		}
	}
	return c.row()
}

func (c *CSV) Unit(s *Sample) (bool, error) {
	c.cells = append(c.cells[:0], fmt.Sprint(s.Unit()))
	for i := range s.Head.Columns {
		k := &s.Head.Columns[i]
		if !k.Kept() {
			continue
		}
		cell := ""
		if v, ok := s.Fresh(k); ok {
			cell = sim.Number(v)
		}
		c.cells = append(c.cells, cell)
	}
	return true, c.row()
}

func (c *CSV) row() error {
	_, err := fmt.Fprintln(c.to, strings.Join(c.cells, ","))
	return err
}

func (c *CSV) End(*Sample, error) error { return c.to.Flush() }
