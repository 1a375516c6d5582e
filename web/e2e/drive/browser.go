package drive

import (
	"context"
	"fmt"
	"os/exec"
	"time"

	"github.com/chromedp/chromedp"
)

// Browser is one Chromium with a fresh profile.
type Browser struct {
	ctx   context.Context
	close func()
}

// Open starts Chromium, with further variables (NAME=value) in its environment. A missing
// one is an error, never a reason to skip.
func Open(env ...string) (*Browser, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.Headless,
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.WindowSize(1440, 900),
		chromedp.Env(env...),
		chromedp.WSURLReadTimeout(60 * time.Second),
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
		"disable-extensions", "disable-dev-shm-usage", "disable-background-timer-throttling", "disable-renderer-backgrounding",
		"disable-backgrounding-occluded-windows", "disable-breakpad", "metrics-recording-only", "enable-precise-memory-info"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	options = append(options, chromedp.Flag("js-flags", "--expose-gc"), chromedp.Flag("force-color-profile", "srgb"))
	alloc, closeAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		closeBrowser()
		closeAlloc()
		return nil, fmt.Errorf("chromium does not start: %w", err)
	}
	return &Browser{ctx: ctx, close: func() { closeBrowser(); closeAlloc() }}, nil
}

func find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no Chromium: apt-get install chromium")
}

// Close ends Chromium.
func (b *Browser) Close() { b.close() }
