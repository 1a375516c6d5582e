package drive

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Point is a place in the window, in CSS pixels.
type Point struct{ X, Y float64 }

// Box is where an element is.
type Box struct{ X, Y, W, H float64 }

// Middle is the centre of a box.
func (b Box) Middle() Point { return Point{b.X + b.W/2, b.Y + b.H/2} }

// Box scrolls the first match into view and returns where it is, once it has been there for
// two frames: what a hand aims at does not move away under it.
func (p *Page) Box(selector string) (Box, error) {
	b, err := Eval[*Box](p, fmt.Sprintf(`(async () => {
		const frame = () => new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 100); });
		let last = null;
		for (let i = 0; i < 100; i++) {
			const el = document.querySelector(%s);
			if (!el) return null;
			el.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
			const r = el.getBoundingClientRect();
			const box = {X: r.x, Y: r.y, W: r.width, H: r.height};
			if (last && Object.keys(box).every((k) => box[k] === last[k])) return box;
			last = box;
			await frame();
		}
		return last;
	})()`, quote(selector)))
	if err != nil {
		return Box{}, err
	}
	if b == nil || b.W == 0 || b.H == 0 {
		return Box{}, fmt.Errorf("%s is not to be seen", selector)
	}
	return *b, nil
}

// Click clicks the middle of the first match.
func (p *Page) Click(selector string) error {
	b, err := p.Box(selector)
	if err != nil {
		return err
	}
	at := b.Middle()
	return p.Do(chromedp.MouseClickXY(at.X, at.Y))
}

// Down, Move and Up are the parts of a drag.
func (p *Page) Down(at Point) error {
	return p.Do(
		chromedp.MouseEvent(chromedp.MouseMoved, at.X, at.Y),
		chromedp.MouseEvent(chromedp.MousePressed, at.X, at.Y, chromedp.ButtonType(input.MouseButtonLeft), chromedp.ClickCount(1), held))
}

func (p *Page) Move(at Point) error {
	return p.Do(chromedp.MouseEvent(chromedp.MouseMoved, at.X, at.Y, chromedp.ButtonType(input.MouseButtonLeft), held))
}

func (p *Page) Up(at Point) error {
	return p.Do(chromedp.MouseEvent(chromedp.MouseReleased, at.X, at.Y, chromedp.ButtonType(input.MouseButtonLeft), chromedp.ClickCount(1)))
}

func held(e *input.DispatchMouseEventParams) { e.Buttons = 1 }

// Thumb is where the thumb of a range input is.
func (p *Page) Thumb(selector string) (Point, Box, error) {
	b, err := p.Box(selector)
	if err != nil {
		return Point{}, b, err
	}
	share, err := Eval[float64](p, fmt.Sprintf(`(() => { const r = document.querySelector(%s); return (r.value - r.min) / (r.max - r.min); })()`, quote(selector)))
	return b.Along(share), b, err
}

// thumb is about the width of Chromium's own; a thumb's centre stays half of it away
// from the ends.
const thumb = 16

// Along is the place of a thumb at a share of its track.
func (b Box) Along(share float64) Point {
	return Point{b.X + thumb/2 + share*(b.W-thumb), b.Y + b.H/2}
}

// Drag pulls the thumb of a range input to a share of its track by steps, as a hand
// does.
func (p *Page) Drag(selector string, to float64, steps int) error {
	from, b, err := p.Thumb(selector)
	if err != nil {
		return err
	}
	if err := p.Down(from); err != nil {
		return err
	}
	end := b.Along(to)
	for i := 1; i <= steps; i++ {
		part := float64(i) / float64(steps)
		if err := p.Move(Point{from.X + part*(end.X-from.X), from.Y}); err != nil {
			return err
		}
		time.Sleep(16 * time.Millisecond)
	}
	return p.Up(end)
}

// Keys types keys, one after the other; see package kb for those without a letter.
func (p *Page) Keys(keys string, modifiers ...chromedp.Modifier) error {
	return p.Do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}

func quote(text string) string {
	data, _ := json.Marshal(text) // strings always encode
	return string(data)
}
