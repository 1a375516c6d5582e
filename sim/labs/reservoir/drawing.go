package reservoir

import (
	"errors"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"hebb/sim/num/elem"
)

// What a drawing can be. Its numbers are hundredths of a unit.
const (
	mostPoints     = 256
	mostCharacters = 3000
	edge           = 400 // largest coordinate, hundredths
	shortest       = 0.2 // shortest way around, units
	drawingHint    = "2 to 256 points as x,y with spaces between, whole numbers from -400 to 400 in hundredths of a unit"
)

// drawing is a line through points; it is closed by a straight line.
type drawing struct{ x, y []float64 }

// parseDrawing reads "x,y x,y ...".
func parseDrawing(text string) (drawing, error) {
	var d drawing
	parts := strings.Fields(text)
	if len(parts) > mostPoints {
		return d, fmt.Errorf("%d points are too many: at most %d", len(parts), mostPoints)
	}
	for i, part := range parts {
		a, b, ok := strings.Cut(part, ",")
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if !ok || errX != nil || errY != nil {
			return d, fmt.Errorf("point %d, %.20q, is not a pair x,y of whole numbers", i+1, part)
		}
		if max(x, -x, y, -y) > edge {
			return d, fmt.Errorf("point %d, %s, is too far out: coordinates go from -%d to %d, in hundredths of a unit", i+1, part, edge, edge)
		}
		d.x, d.y = append(d.x, float64(x)/100), append(d.y, float64(y)/100)
	}
	switch around := d.around(); {
	case len(d.x) == 0:
		return d, errors.New("there is nothing drawn")
	case len(d.x) == 1 || around == 0:
		return d, errors.New("one point is no line: draw a curve")
	case around < shortest:
		return d, fmt.Errorf("the drawing is too small: it is %.2f units around, and %.1f is the least", around, shortest)
	}
	return d, nil
}

// leg is the distance from point i to the next; from the last back to the first.
func (d drawing) leg(i int) float64 {
	j := (i + 1) % len(d.x)
	return elem.Hypot(d.x[j]-d.x[i], d.y[j]-d.y[i])
}

// around is the way around.
func (d drawing) around() float64 {
	sum := 0.0
	for i := range d.x {
		sum += d.leg(i)
	}
	return sum
}

// curve returns the drawing as a function of theta from 0 to 2 pi: at one speed
// throughout, or at the speed of drawing, for which the points have been taken at
// equal times. The line that closes it takes its time at the mean speed.
func (d drawing) curve(even bool) func(theta float64) (x, y float64) {
	n := len(d.x)
	until := make([]float64, n+1) // when point i is reached
	mean := (d.around() - d.leg(n-1)) / float64(max(1, n-1))
	for i := range n {
		took := d.leg(i)
		if !even {
			if i < n-1 {
				took = mean
			}
			took = max(took, 1e-9)
		}
		until[i+1] = until[i] + took
	}
	for i := range until {
		until[i] *= 2 * math.Pi / until[n]
	}
	return func(theta float64) (x, y float64) {
		i := min(max(sort.SearchFloat64s(until, theta)-1, 0), n-1)
		part := 0.0
		if took := until[i+1] - until[i]; took > 0 {
			part = min(1, (theta-until[i])/took)
		}
		j := (i + 1) % n
		return d.x[i] + float64(part*(d.x[j]-d.x[i])), d.y[i] + float64(part*(d.y[j]-d.y[i]))
	}
}
