package templates_test

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
	"hebb/templates"
)

// Whatever a page loads or leads to has the path that stands before all addresses.
func TestRootIsBeforeEveryAddress(t *testing.T) {
	const root = "/user/me/proxy/8080"
	c := chrome()
	c.Root = root
	lab := toy.Lab
	p, err := experiment.ParsePreset(lab, "first", []byte(preset))
	if err != nil {
		t.Fatal(err)
	}
	base, _ := p.Setup(lab)
	for _, embed := range []string{"", lab.Views[0].Figures[0].Name} {
		model, err := templates.NewLab(templates.LabInput{Lab: lab, View: &lab.Views[0], Setup: base, Defaults: base, Preset: p, Presets: []*experiment.Preset{p}, Embed: embed, Chrome: c})
		if err != nil {
			t.Fatal(err)
		}
		gallery, err := templates.NewGallery([]*sim.Lab{lab}, map[string][]*experiment.Preset{lab.Name: {p}}, c)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := templates.LabPage(model).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if err := templates.GalleryPage(gallery).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if err := templates.ErrorPage(templates.ErrorModel{Title: "Gone", Chrome: c}).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		n := 0
		z := html.NewTokenizer(strings.NewReader(b.String()))
		for z.Next() != html.ErrorToken {
			for _, a := range z.Token().Attr {
				if a.Key != "href" && a.Key != "src" && a.Key != "action" || strings.HasPrefix(a.Val, "#") || strings.HasPrefix(a.Val, "https://") {
					continue
				}
				n++
				if !strings.HasPrefix(a.Val, root+"/") || strings.HasPrefix(a.Val, root+root) || strings.HasPrefix(a.Val, root+"//") {
					t.Errorf("%s=%q", a.Key, a.Val)
				}
			}
		}
		if n < 20 {
			t.Errorf("only %d addresses were found", n)
		}
		if got := strings.Count(b.String(), `data-root="`+root+`"`); got != 3 {
			t.Errorf("%d of 3 pages tell their scripts the root", got)
		}
	}
}
