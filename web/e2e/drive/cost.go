package drive

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// Drawn is what a page has drawn in a while and what that cost.
type Drawn struct {
	Frames float64       // of the run, painted
	FPS    float64       // painted a second
	Thread time.Duration // of the processor's time that the page's main thread took for each
}

// Draws measures a page that plays, for a while. Time of the main thread is the processor's
// own: what else runs on the machine hardly counts.
func (p *Page) Draws(while time.Duration) (Drawn, error) {
	if err := p.Wait("the page draws", `(e2e.wanted ??= e2e.count + 10) < e2e.count`); err != nil {
		return Drawn{}, err
	}
	before, err := p.thread()
	if err != nil {
		return Drawn{}, err
	}
	frames, err := Eval[float64](p, `(delete e2e.wanted, e2e.count)`)
	if err != nil {
		return Drawn{}, err
	}
	began := time.Now()
	time.Sleep(while)
	took := time.Since(began)
	after, err := p.thread()
	if err != nil {
		return Drawn{}, err
	}
	now, err := Eval[float64](p, `e2e.count`)
	if err != nil {
		return Drawn{}, err
	}
	n := now - frames
	if n == 0 {
		return Drawn{}, fmt.Errorf("the page has drawn nothing in %v", took)
	}
	return Drawn{Frames: n, FPS: n / took.Seconds(), Thread: time.Duration((after - before) / n * float64(time.Second))}, nil
}

// thread is the processor's time that the page's main thread has taken so far, in seconds.
func (p *Page) thread() (float64, error) {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		return 0, err
	}
	res, err := chromedp.Call(ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	for _, m := range res.Metrics {
		if m.Name == "ThreadTime" {
			return m.Value, nil
		}
	}
	return 0, fmt.Errorf("this browser does not say what its main thread costs")
}

// Heap is how many bytes the page's objects take, after those that nobody needs have gone.
func (p *Page) Heap() (float64, error) {
	return Eval[float64](p, `(Object.values(e2e).forEach((v) => Array.isArray(v) && (v.length = 0)), gc(), gc(), performance.memory.usedJSHeapSize)`)
}
