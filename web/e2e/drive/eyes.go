package drive

import (
	"context"
	"encoding/json"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Eyes are what a system says of who looks at its pages. The zero value is a light system
// that asks for nothing.
type Eyes struct {
	Dark   bool
	Still  bool // prefers-reduced-motion
	Forced bool // forced-colors: a few colours, which the system chooses
}

// See looks at the page with other eyes from now on.
func (p *Page) See(e Eyes) error {
	word := func(on bool, yes, no string) string {
		if on {
			return yes
		}
		return no
	}
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: word(e.Dark, "dark", "light")},
		{Name: "prefers-reduced-motion", Value: word(e.Still, "reduce", "no-preference")},
		{Name: "forced-colors", Value: word(e.Forced, "active", "none")},
	}})
	return err
}

// Resize gives the window another size, in CSS pixels.
func (p *Page) Resize(width, height int64) error {
	return p.Do(chromedp.EmulateViewport(width, height))
}

// Heard is what a screen reader is told of one element.
type Heard struct {
	Role, Name, Description, Value string
	Properties                     map[string]string // valuemin, valuetext, invalid, pressed, focusable, ...
}

// Heard is what the browser tells screen readers of everything on the page that it does not
// leave out, in order.
func (p *Page) Heard() ([]Heard, error) {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		return nil, err
	}
	var list []Heard
	for _, n := range tree.Nodes {
		if n.Ignored {
			continue
		}
		h := Heard{Role: said(n.Role), Name: said(n.Name), Description: said(n.Description), Value: said(n.Value), Properties: map[string]string{}}
		for _, property := range n.Properties {
			h.Properties[string(property.Name)] = said(property.Value)
		}
		list = append(list, h)
	}
	return list, nil
}

// said is a value as a text, without the quotes of its JSON.
func said(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	return unquote(string(v.Value))
}

func unquote(text string) string {
	if len(text) >= 2 && text[0] == '"' {
		var s string
		if err := json.Unmarshal([]byte(text), &s); err == nil {
			return s
		}
	}
	return text
}

// Inject runs a script in the page, as the browser's own tools do: the page's policy is not
// asked.
func (p *Page) Inject(source string) error {
	return p.Do(chromedp.Evaluate[chromedp.Void](source))
}
