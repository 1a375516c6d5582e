package drive

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
)

// Fontconfig writes, into the folder at, what makes a browser see only the given font
// files, and take the family plain for whatever a page asks by a general name. It returns
// the variable for Open's environment.
func Fontconfig(at string, files []string, plain string) (string, error) {
	dir := filepath.Join(at, "fonts")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	for _, file := range files {
		if err := os.Symlink(file, filepath.Join(dir, filepath.Base(file))); err != nil {
			return "", err
		}
	}
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\">\n<fontconfig>\n")
	line := func(element, text string) {
		fmt.Fprintf(&b, "<%s>", element)
		xml.EscapeText(&b, []byte(text))
		fmt.Fprintf(&b, "</%s>\n", element)
	}
	line("dir", dir)
	line("cachedir", filepath.Join(at, "cache"))
	for _, family := range []string{"sans-serif", "system-ui", "serif", "math", "monospace"} {
		if plain != "" {
			fmt.Fprintf(&b, "<alias binding=\"same\"><family>%s</family><prefer>", family)
			line("family", plain)
			b.WriteString("</prefer></alias>\n")
		}
	}
	b.WriteString("</fontconfig>\n")
	config := filepath.Join(at, "fonts.conf")
	return "FONTCONFIG_FILE=" + config, os.WriteFile(config, []byte(b.String()), 0o644)
}

// Fonts says, for each element that the selector finds, in which fonts its text is drawn:
// their families, those that the page brought marked with a star.
func Fonts(p *Page, selector string) ([][]string, error) {
	for _, enable := range []func() error{
		func() error { _, err := chromedp.Call(p.ctx, dom.Enable, dom.EnableParams{}); return err },
		func() error { _, err := chromedp.Call(p.ctx, css.Enable, cdp.Empty{}); return err },
	} {
		if err := enable(); err != nil {
			return nil, err
		}
	}
	doc, err := chromedp.Call(p.ctx, dom.GetDocument, dom.GetDocumentParams{})
	if err != nil {
		return nil, err
	}
	found, err := chromedp.Call(p.ctx, dom.QuerySelectorAll, dom.QuerySelectorAllParams{NodeID: doc.Root.NodeID, Selector: selector})
	if err != nil {
		return nil, err
	}
	if len(found.NodeIDs) == 0 {
		return nil, errors.New("there is no " + selector)
	}
	list := make([][]string, len(found.NodeIDs))
	for i, id := range found.NodeIDs {
		used, err := chromedp.Call(p.ctx, css.GetPlatformFontsForNode, css.GetPlatformFontsForNodeParams{NodeID: id})
		if err != nil {
			return nil, err
		}
		for _, font := range used.Fonts {
			name := font.FamilyName
			if font.IsCustomFont {
				name += "*"
			}
			list[i] = append(list[i], name)
		}
	}
	return list, nil
}
