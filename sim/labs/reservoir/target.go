package reservoir

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num/elem"
)

// aim is the curve that the hand is to follow, as the fields had it when it was made.
type aim struct {
	name, drawing, pace, fit string

	curve         func(theta float64) (x, y float64)
	scale, dx, dy float64                // scaled and moved into reach
	beyond        float64                // share of it that is out of reach
	points        [2 * aimPoints]float32 // for the figure
}

// aimPoints are how many points of the target are drawn.
const aimPoints = 257

func (a *aim) at(theta float64) (x, y float64) {
	x, y = a.curve(theta)
	return float64(a.scale*x) + a.dx, float64(a.scale*y) + a.dy
}

// stale says whether the fields ask for another target.
func (a *aim) stale(s *motor) bool {
	return a.name != s.aimName || a.fit != s.fit || a.name == "drawing" && (a.drawing != s.drawing || a.pace != s.pace)
}

// curves are the targets that are built in, over theta from 0 to 2 pi.
var curves = map[string]func(theta float64) (x, y float64){
	"butterfly": butterfly,
	"turned": func(th float64) (x, y float64) {
		x, y = butterfly(th)
		return 1.8*centreX - float64(0.8*x), 1.8*centreY - float64(0.8*y)
	},
	"circle": func(th float64) (x, y float64) { return 0.7 * elem.Cos(th), 0.7 * elem.Sin(th) },
	"eight":  func(th float64) (x, y float64) { return 0.8 * elem.Cos(th), 0.8 * elem.Sin(th) * elem.Cos(th) },
	"heart": func(th float64) (x, y float64) {
		sin := elem.Sin(th)
		return 0.8 * sin * sin * sin, (float64(13*elem.Cos(th)) - float64(5*elem.Cos(2*th)) - float64(2*elem.Cos(3*th)) - elem.Cos(4*th)) / 20
	},
	"star": func(th float64) (x, y float64) {
		r := 0.55 + float64(0.2*elem.Cos(5*th))
		return r * elem.Cos(th), r * elem.Sin(th)
	},
	"square": func(th float64) (x, y float64) {
		sin, cos := elem.Sincos(th)
		r := 0.6 / max(math.Abs(sin), math.Abs(cos))
		return r * cos, r * sin
	},
}

// size is the authors' "maximum" of the butterfly's radius; the true one is 14.517.
const size = 14.4734

// butterfly is the paper's target, a polar curve.
func butterfly(th float64) (x, y float64) {
	r := (9 - elem.Sin(th) + float64(2*elem.Sin(3*th)) + float64(2*elem.Sin(5*th)) - elem.Sin(7*th) + float64(3*elem.Cos(2*th)) - float64(2*elem.Cos(4*th))) / size
	return r * elem.Cos(th), r * elem.Sin(th)
}

// The butterfly's centroid: the mean of its points, evenly spaced in theta. Of the
// radius only the terms in cos theta and sin theta count, each by half: there is no
// cosine, and the sine has the factor -1.
const (
	centreX = 0.0
	centreY = -0.5 / size
)

// retarget makes the curve that the fields ask for.
func (s *motor) retarget() error {
	curve := curves[s.aimName]
	if s.aimName == "drawing" {
		d, err := parseDrawing(s.drawing)
		if err != nil {
			return &sim.FieldError{Field: "drawing", Reason: err.Error()}
		}
		curve = d.curve(s.pace == "even")
	}
	a := &s.aim
	*a = aim{name: s.aimName, drawing: s.drawing, pace: s.pace, fit: s.fit, curve: curve, scale: 1}
	a.beyond = s.beyond(a)
	if a.beyond > 0 && a.fit == "shrink" {
		s.shrink(a)
		a.beyond = s.beyond(a)
	}
	for i := range aimPoints {
		x, y := a.at(2 * math.Pi * float64(i) / (aimPoints - 1))
		a.points[2*i], a.points[2*i+1] = float32(x), float32(y)
	}
	return nil
}

// slack forgives rounding at the very edge.
const slack = 1e-9

// beyond is the share of a curve that the hand cannot reach.
func (s *motor) beyond(a *aim) float64 {
	if s.task == penTask {
		return 0
	}
	near, far := reach(s.lens)
	out := 0
	for i := range 2 * aimPoints {
		x, y := a.at(2 * math.Pi * float64(i) / (2*aimPoints - 1))
		if d := elem.Hypot(x-baseX, y-baseY); d > far+slack || d < near-slack {
			out++
		}
	}
	return float64(out) / (2 * aimPoints)
}

// shrink moves a curve along the line from the shoulder, and scales it about its
// middle, until the circle around it lies between the nearest and the farthest that
// the hand can reach.
func (s *motor) shrink(a *aim) {
	const points = 2 * aimPoints
	cx, cy, radius := 0.0, 0.0, 0.0
	for i := range points {
		x, y := a.curve(2 * math.Pi * float64(i) / (points - 1))
		cx, cy = cx+x/points, cy+y/points
	}
	for i := range points {
		x, y := a.curve(2 * math.Pi * float64(i) / (points - 1))
		radius = max(radius, elem.Hypot(x-cx, y-cy))
	}
	near, far := reach(s.lens)
	half := 0.49 * (far - near) // a little less than half: a stretched arm is hard to steer
	a.scale = min(1, half/radius)
	d := elem.Hypot(cx-baseX, cy-baseY)
	to := min(max(d, near+float64(a.scale*radius)), far-float64(a.scale*radius))
	ux, uy := 0.0, 1.0
	if d > 0 {
		ux, uy = (cx-baseX)/d, (cy-baseY)/d
	}
	a.dx, a.dy = baseX+float64(to*ux)-float64(a.scale*cx), baseY+float64(to*uy)-float64(a.scale*cy)
}

// unreachable is the refusal of a target that the arm cannot follow.
func (s *motor) unreachable() error {
	near, far := reach(s.lens)
	field := "target"
	if s.aimName == "drawing" {
		field = "drawing"
	}
	return &sim.FieldError{Field: field, Reason: fmt.Sprintf("%.0f %% of it is out of the arm’s reach, which goes from %.2f to %.2f from the shoulder at (0, −2): set fit to shrink, and it is scaled and moved into reach", math.Ceil(100*s.aim.beyond), near, far)}
}
