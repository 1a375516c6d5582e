package drive

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed watch.js
var watch string

//go:embed watch_bare.js
var bare string

// Page is a tab. Its methods give up after Patience.
type Page struct {
	Patience time.Duration

	ctx   context.Context
	close func()

	choosers chan *page.EventFileChooserOpened // dialogs for files that would be open

	mu         sync.Mutex
	complaints []string // console errors, exceptions, failed requests
}

// Look is how a page is looked at.
type Look struct {
	Width, Height int64
	Dark          bool
	Still         bool // prefers-reduced-motion
	Apart         bool // in a browser context of its own, without anything stored

	Bare bool // watched as little as can be, where what the page costs is measured

	Script string // runs before the page's own scripts
}

// Page opens an empty tab.
func (b *Browser) Page(look Look) (*Page, error) {
	if look.Width == 0 {
		look.Width, look.Height = 1440, 900
	}
	p := &Page{Patience: 40 * time.Second, choosers: make(chan *page.EventFileChooserOpened, 8)}
	options := []chromedp.ContextOption{chromedp.WithListener(p.listen)}
	if look.Apart {
		options = append(options, chromedp.WithNewBrowserContext())
	}
	p.ctx, p.close = chromedp.NewContext(b.ctx, options...)
	err := chromedp.Do(p.ctx)
	if err == nil {
		source := watch
		if look.Bare {
			source = bare
		}
		_, err = chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
	}
	if err == nil && look.Script != "" {
		_, err = chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: look.Script})
	}
	if err == nil {
		_, err = chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: look.features()})
	}
	if err == nil {
		err = p.Do(chromedp.EmulateViewport(look.Width, look.Height))
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// Close closes the tab.
func (p *Page) Close() { p.close() }

func (p *Page) listen(ev any) {
	var text string
	switch ev := ev.(type) {
	case *page.EventFileChooserOpened:
		select {
		case p.choosers <- ev:
		default: // nobody has asked
		}
		return
	case *runtime.EventExceptionThrown:
		text = "exception: " + ev.ExceptionDetails.Text
		if ex := ev.ExceptionDetails.Exception; ex != nil {
			text += " " + ex.Description
		}
	case *runtime.EventConsoleAPICalled:
		if ev.Type != runtime.ConsoleAPICalledTypeError && ev.Type != runtime.ConsoleAPICalledTypeWarning && ev.Type != runtime.ConsoleAPICalledTypeAssert {
			return
		}
		text = "console." + string(ev.Type)
		for _, arg := range ev.Args {
			text += " " + string(arg.Value) + arg.Description
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level != log.EntryLevelError && ev.Entry.Level != log.EntryLevelWarning {
			return
		}
		text = fmt.Sprintf("%s: %s %s", ev.Entry.Source, ev.Entry.Text, ev.Entry.URL)
	default:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, text)
}

// Complaints are what the console has shown, with what the page's policy forbade.
func (p *Page) Complaints() []string {
	p.mu.Lock()
	list := append([]string(nil), p.complaints...)
	p.mu.Unlock()
	violations, err := Eval[[]string](p, `window.e2e ? window.e2e.violations : []`)
	if err != nil {
		violations = []string{err.Error()}
	}
	for _, v := range violations {
		list = append(list, "policy: "+v)
	}
	return list
}

// Do runs chromedp's actions.
func (p *Page) Do(actions ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	return chromedp.Do(ctx, actions...)
}

// Goto opens an address and waits until the document is loaded.
func (p *Page) Goto(url string) error { return p.Do(chromedp.Navigate(url)) }

// Eval evaluates an expression, or the value that its promise comes to.
func Eval[T any](p *Page, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	var v T
	// Through JSON, so that null and undefined are the zero value.
	wrapped := `(async () => JSON.stringify((await (` + expression + `)) ?? null))()`
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](wrapped, chromedp.EvalAwaitPromise))
	if err != nil {
		return v, fmt.Errorf("%s: %w", clip(expression), err)
	}
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, fmt.Errorf("%s: %w in %s", clip(expression), err, clip(text))
	}
	return v, nil
}

// Wait waits until the expression is true.
func (p *Page) Wait(what, expression string) error {
	deadline := time.Now().Add(p.Patience)
	for {
		ok, err := Eval[bool](p, `!!(`+expression+`)`)
		if ok {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %v in vain until %s (%s): %v", p.Patience, what, clip(expression), err)
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// Shot is a picture of what is seen.
func (p *Page) Shot() ([]byte, error) {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}

func clip(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 200 {
		return text[:200] + "..."
	}
	return text
}

// Before has a script run in every document that the page opens from now on, before its own.
func (p *Page) Before(script string) error {
	_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}
