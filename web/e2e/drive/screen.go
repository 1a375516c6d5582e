package drive

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Media has the page looked at in another way while it is open: as another Look, with
// further features such as {"forced-colors", "active"}, or, with kind "print", as paper.
func (p *Page) Media(kind string, look Look, further ...[2]string) error {
	features := look.features()
	for _, f := range further {
		features = append(features, &emulation.MediaFeature{Name: f[0], Value: f[1]})
	}
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: features})
	return err
}

func (look Look) features() []*emulation.MediaFeature {
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}, {Name: "prefers-reduced-motion", Value: "no-preference"}}
	if look.Dark {
		features[0].Value = "dark"
	}
	if look.Still {
		features[1].Value = "reduce"
	}
	return features
}

// Screen moves the window to a screen of so many device pixels for a CSS pixel.
func (p *Page) Screen(width, height int64, ratio float64) error {
	_, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: ratio})
	return err
}

// Pinch enlarges the page under two fingers.
func (p *Page) Pinch(scale float64) error {
	_, err := chromedp.Call(p.ctx, emulation.SetPageScaleFactor, emulation.SetPageScaleFactorParams{PageScaleFactor: scale})
	return err
}

// Modifiers of Press.
const (
	Alt     = 1
	Control = 2
	Command = 4
	Shift   = 8
)

// Press presses a key once: what it writes, where it stands on the keyboard, and what is
// held meanwhile. Unlike Keys it can be a key of any layout.
func (p *Page) Press(key, code string, held int64) error {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Code: code, Modifiers: held}
	if len([]rune(key)) == 1 && held&(Control|Command) == 0 {
		down.Text = key
	}
	if key == " " {
		down.WindowsVirtualKeyCode = ' '
	}
	up := down
	up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
	for _, e := range []input.DispatchKeyEventParams{down, up} {
		if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, e); err != nil {
			return fmt.Errorf("key %q: %w", key, err)
		}
	}
	return nil
}

// Paper is a format in inches.
type Paper struct {
	Name          string
	Width, Height float64
	Landscape     bool
}

// Papers are those that a page has to fit on.
var Papers = []Paper{
	{"A4", 8.27, 11.69, false}, {"A4 landscape", 8.27, 11.69, true},
	{"Letter", 8.5, 11, false}, {"Letter landscape", 8.5, 11, true},
}

// Print prints the page as its reader would, without backgrounds, and returns the PDF.
func (p *Page) Print(on Paper) ([]byte, error) {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	res, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: on.Width, PaperHeight: on.Height, Landscape: &on.Landscape})
	if err != nil {
		return nil, fmt.Errorf("printing on %s: %w", on.Name, err)
	}
	return res.Data, nil
}
