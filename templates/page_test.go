package templates_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
	"hebb/templates"
)

const preset = `{"title":"First steps","summary":"S","source":"ours","seed":5,"set":{"theta":"0","rule":"hebb"},"open":["Rule"],
"variants":[{"label":"Hebb"},{"label":"Oja","set":{"theta":"2"}}],
"do":"Raise [rate](field:eta) & see.","notice":"See [norm](figure:norm), <b>now</b>.","why":"","try":"",
"claims":[{"text":"norm","from":"here","whose":"authors","published":{"value":0.52,"low":0.4,"high":0.6},"variant":"b","output":"norm","unit":100,"over":20,"expected":0.5,"band":0.05,"changes":[{"unit":50,"set":{"eta":"0.02"}}]}]}`

// open renders the page of a link, as the server does.
func open(t *testing.T, query, presetText string) *html.Node {
	t.Helper()
	lab := toy.Lab
	view := &lab.Views[0]
	base := experiment.NewSetup(lab, view)
	in := templates.LabInput{Lab: lab, View: view, Chrome: chrome()}
	if presetText != "" {
		p, err := experiment.ParsePreset(lab, "first", []byte(presetText))
		if err != nil {
			t.Fatal(err)
		}
		base, _ = p.Setup(lab)
		in.Preset, in.Presets = p, []*experiment.Preset{p}
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	in.Defaults = base
	in.Setup, in.Refused = experiment.Decode(q, base, view)
	m, err := templates.NewLab(in)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := templates.LabPage(m).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return parse(t, b.String())
}

func chrome() templates.Chrome {
	return templates.Chrome{Nonce: "n0nce", ImportMap: `{"imports":{}}`, Style: "/a/style.css", Script: "/a/main.js", Version: "test",
		Asset: func(name string) string { return "/a/" + name }, Labs: []*sim.Lab{toy.Lab}}
}

func parse(t *testing.T, text string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// all returns the elements of that tag whose attributes contain want, pairs of name
// and value.
func all(doc *html.Node, tag string, want ...string) []*html.Node {
	var list []*html.Node
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || tag != "" && n.Data != tag {
			continue
		}
		ok := true
		for i := 0; i+1 < len(want); i += 2 {
			v, has := attr(n, want[i])
			ok = ok && has && (v == want[i+1] || want[i] == "class" && strings.Contains(" "+v+" ", " "+want[i+1]+" "))
		}
		if ok {
			list = append(list, n)
		}
	}
	return list
}

func one(t *testing.T, doc *html.Node, tag string, want ...string) *html.Node {
	t.Helper()
	list := all(doc, tag, want...)
	if len(list) != 1 {
		t.Fatalf("there are %d <%s> with %q, want 1", len(list), tag, want)
	}
	return list[0]
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestControlsAreALabelledForm(t *testing.T) {
	doc := open(t, "", "")
	form := one(t, doc, "form", "class", "controls", "method", "get", "action", "/labs/toy")
	named := map[string]bool{}
	for n := range form.Descendants() {
		if n.Type != html.ElementNode || n.Data != "input" {
			continue
		}
		kind, _ := attr(n, "type")
		name, has := attr(n, "name")
		if has {
			named[name] = true
		}
		id, _ := attr(n, "id")
		_, aria := attr(n, "aria-label")
		if by, has := attr(n, "aria-labelledby"); has {
			aria = text(one(t, doc, "", "id", by)) != ""
		}
		labelled := aria || kind == "hidden" || id != "" && len(all(doc, "label", "for", id)) == 1
		for p := n.Parent; p != nil && !labelled; p = p.Parent {
			labelled = p.Data == "label"
		}
		if !labelled {
			t.Errorf("the input %q (%s) has no label", name, kind)
		}
	}
	for _, f := range toy.Lab.Views[0].New().Fields() {
		if !named[f.Name] {
			t.Errorf("the form does not send %s", f.Name)
		}
		field := one(t, doc, "div", "class", "field", "data-name", f.Name)
		if v, _ := attr(field, "data-default"); v != f.Value.String() {
			t.Errorf("%s has the default %q, want %q", f.Name, v, f.Value)
		}
		if got := text(one(t, doc, "span", "id", "doc-"+f.Name)); !strings.Contains(got, f.Doc) || !strings.Contains(got, f.Acts.String()) {
			t.Errorf("%s is described by %q", f.Name, got)
		}
	}
	if v, _ := attr(one(t, doc, "input", "name", "seed"), "value"); v != "7" {
		t.Errorf("seed is %q, want 7", v)
	}
}

// offering is a sim with one more field.
type offering struct {
	sim.Sim
	name string
}

func (o *offering) Fields() []sim.Field {
	return append(o.Sim.Fields(), sim.Field{Name: "images", Label: "images", Group: "Data", Doc: "Which.", Value: sim.Choice(&o.name,
		sim.Option{Name: "all", Doc: "All."}, sim.Option{Name: "few", Doc: "A few.", Refused: "it takes two"})})
}

// A choice that the lab does not take is there, cannot be chosen and says why, to eyes
// and to ears.
func TestARefusedChoiceSaysWhy(t *testing.T) {
	lab, view := *toy.Lab, toy.Lab.Views[0]
	view.New = func() sim.Sim { return &offering{toy.Lab.Views[0].New(), "all"} }
	lab.Views = []sim.View{view}
	setup := experiment.NewSetup(&lab, &lab.Views[0])
	m, err := templates.NewLab(templates.LabInput{Lab: &lab, View: &lab.Views[0], Chrome: chrome(), Defaults: setup, Setup: setup})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := templates.LabPage(m).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc := parse(t, b.String())
	for name, refused := range map[string]bool{"all": false, "few": true} {
		input := one(t, doc, "input", "name", "images", "value", name)
		if _, disabled := attr(input, "disabled"); disabled != refused {
			t.Errorf("%s: disabled is %t", name, disabled)
		}
		tip, _ := attr(input.Parent, "data-tip")
		if says := strings.Contains(tip, "Not here: it takes two.") && strings.Contains(text(input.Parent), "Not here: it takes two."); says != refused {
			t.Errorf("%s: tip %q, text %q", name, tip, text(input.Parent))
		}
	}
}

func TestEveryTrackHasBothEndsAndAPlace(t *testing.T) {
	doc := open(t, "eta=0.1&theta=0&n=2", "")
	for name, want := range map[string]string{"eta": "500", "theta": "0", "n": "0", "quanta": "41"} {
		field := one(t, doc, "div", "data-name", name)
		ranges := all(field, "input", "type", "range")
		if len(ranges) != 1 {
			t.Fatalf("%s has %d tracks", name, len(ranges))
		}
		if v, _ := attr(ranges[0], "value"); v != want {
			t.Errorf("the thumb of %s is at %s, want %s", name, v, want)
		}
		for _, a := range []string{"data-min", "data-max", "data-scale"} {
			if v, _ := attr(field, a); v == "" {
				t.Errorf("%s lacks %s", name, a)
			}
		}
	}
}

func TestTheFormKeepsWhatItHasNoControlFor(t *testing.T) {
	doc := open(t, "b.label=mine", preset)
	form := one(t, doc, "form", "class", "controls")
	q := url.Values{}
	for _, n := range all(form, "input") {
		name, _ := attr(n, "name")
		kind, _ := attr(n, "type")
		_, checked := attr(n, "checked")
		if name == "" || kind == "radio" && !checked || kind == "checkbox" && !checked {
			continue
		}
		v, _ := attr(n, "value")
		q.Add(name, v)
	}
	p, err := experiment.ParsePreset(toy.Lab, "first", []byte(preset))
	if err != nil {
		t.Fatal(err)
	}
	base, view := p.Setup(toy.Lab)
	s, refused := experiment.Decode(q, base, view)
	if len(refused) > 0 || len(s.Variants) != 2 || s.Variants[1].Label != "mine" || s.Variants[1].Set["theta"] != "2" || s.Seed != 5 || q.Get("preset") != "first" {
		t.Errorf("the form sends %v: %+v, refused %v", q, s, refused)
	}
}

func TestOutOfRangeIsANotice(t *testing.T) {
	doc := open(t, "theta=99&eta=0.05&nosuch=1", "")
	notice := text(one(t, doc, "div", "class", "notices"))
	for _, want := range []string{"theta", "0 (off) or 0.1 to 10", "nosuch"} {
		if !strings.Contains(notice, want) {
			t.Errorf("the notice %q does not say %q", notice, want)
		}
	}
	if v, _ := attr(one(t, doc, "input", "name", "eta"), "value"); v != "0.05" {
		t.Errorf("eta is %q, want the accepted 0.05", v)
	}
	if strings.TrimSpace(text(one(t, open(t, "", ""), "div", "class", "notices"))) != "" {
		t.Error("there is a notice without a reason")
	}
}

func TestPresetPage(t *testing.T) {
	doc := open(t, "", preset)
	link := one(t, doc, "a", "data-light", "field:eta")
	if href, _ := attr(link, "href"); href != "#field-eta" || text(link) != "rate" {
		t.Errorf("the link is %q to %q", text(link), href)
	}
	one(t, doc, "", "id", "field-eta")
	one(t, doc, "figure", "id", "figure-norm")
	if got := text(one(t, doc, "aside", "class", "understand")); !strings.Contains(got, "See norm, <b>now</b>.") || strings.Contains(got, "Why") {
		t.Errorf("the text says %q", got)
	}
	row := one(t, doc, "tr", "data-claim", "", "data-unit", "100", "title", "here")
	if got := strings.Join(strings.Fields(text(row)), " "); got != "norm the authors’ stored result: .52 (.4 to .6).5 ± .05not yet" {
		t.Errorf("the claim says %q", got)
	}
	theta := one(t, doc, "div", "data-name", "theta")
	if a, _ := attr(theta, "data-default"); a != "0" {
		t.Errorf("A's default of theta is %q, want the preset's 0", a)
	}
	if b, _ := attr(theta, "data-default-b"); b != "2" {
		t.Errorf("B's default of theta is %q, want the preset's 2", b)
	}
	for title, want := range map[string]bool{"Rule": true, "Network": false, "Data": false} {
		if _, open := attr(one(t, doc, "details", "data-group", title), "open"); open != want {
			t.Errorf("the group %s is open: %t, want %t", title, open, want)
		}
	}
}

func TestNothingIsInline(t *testing.T) {
	for _, doc := range []*html.Node{open(t, "theta=99", preset), gallery(t)} {
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
				}
			}
			if n.Type != html.ElementNode || n.Data != "script" && n.Data != "style" {
				continue
			}
			kind, _ := attr(n, "type")
			nonce, _ := attr(n, "nonce")
			if _, src := attr(n, "src"); n.Data == "style" || !src && (kind != "importmap" || nonce != "n0nce") {
				t.Errorf("<%s type=%q> stands in the page", n.Data, kind)
			}
		}
	}
}

func TestIdsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, n := range all(open(t, "", preset), "") {
		if id, ok := attr(n, "id"); ok {
			if seen[id] {
				t.Errorf("the id %q is given twice", id)
			}
			seen[id] = true
		}
	}
}

func TestFiguresSayWhatTheyShow(t *testing.T) {
	doc := open(t, "", "")
	for _, f := range toy.Lab.Views[0].Figures {
		card := one(t, doc, "figure", "data-figure", f.Name)
		el := one(t, card, "hebb-"+f.Draw.Kind())
		show, _ := attr(el, "data-show")
		for _, r := range f.Show {
			if !strings.Contains(show, `"output":"`+r.Output+`"`) {
				t.Errorf("%s shows %s, want %s in it", f.Name, show, r.Output)
			}
		}
		if got := len(all(card, "button")); got != 5 {
			t.Errorf("the menu of %s has %d entries, want 5", f.Name, got)
		}
	}
}

func gallery(t *testing.T) *html.Node {
	t.Helper()
	p, err := experiment.ParsePreset(toy.Lab, "first", []byte(preset))
	if err != nil {
		t.Fatal(err)
	}
	m, err := templates.NewGallery([]*sim.Lab{toy.Lab}, map[string][]*experiment.Preset{"toy": {p}}, chrome())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := templates.GalleryPage(m).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return parse(t, b.String())
}

func TestGallery(t *testing.T) {
	doc := gallery(t)
	card := one(t, doc, "section", "data-lab", "toy")
	for _, href := range []string{"/labs/toy?preset=first"} {
		if len(all(card, "a", "href", href)) == 0 {
			t.Errorf("the card does not lead to %s", href)
		}
	}
	for _, a := range all(doc, "a") {
		if href, _ := attr(a, "href"); strings.HasPrefix(href, "/labs/toy") && !strings.Contains(href, "preset=first") && one(t, doc, "nav") != a.Parent {
			t.Errorf("%q leads to %s, which is no lesson", text(a), href)
		}
	}
	if got := text(one(t, doc, "p", "class", "start")); !strings.Contains(got, "Begin with First") {
		t.Errorf("where to begin is not said: %q", got)
	}
	if got := text(card); !strings.Contains(got, "A neuron sees random inputs") || strings.Contains(got, "Package toy") {
		t.Errorf("the card says %q", got)
	}
}
