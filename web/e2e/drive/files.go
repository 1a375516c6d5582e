package drive

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// DragFiles brings files from outside over a place, as a hand does that holds them.
func (p *Page) DragFiles(at Point, files ...string) error {
	return p.drag(at, &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1},
		input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver)
}

// DropFiles lets them go there.
func (p *Page) DropFiles(at Point, files ...string) error {
	if err := p.DragFiles(at, files...); err != nil {
		return err
	}
	return p.drag(at, &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1}, input.DispatchDragEventTypeDrop)
}

// LeaveFiles takes them out of the window again.
func (p *Page) LeaveFiles(at Point, files ...string) error {
	return p.drag(at, &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1}, input.DispatchDragEventTypeDragCancel)
}

// DropText brings a text from outside over a place, and lets it go there.
func (p *Page) DropText(at Point, text string) error {
	return p.drag(at, &input.DragData{Items: []*input.DragDataItem{{MimeType: "text/plain", Data: text}}, DragOperationsMask: 1},
		input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop)
}

func (p *Page) drag(at Point, data *input.DragData, kinds ...input.DispatchDragEventType) error {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	for _, kind := range kinds {
		if _, err := chromedp.Call(ctx, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: at.X, Y: at.Y, Data: data}); err != nil {
			return err
		}
	}
	return nil
}

// Choose does what opens the browser's dialog for files, and chooses some there.
func (p *Page) Choose(do func() error, files ...string) error {
	ctx, cancel := context.WithTimeout(p.ctx, p.Patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	select {
	case ev := <-p.choosers:
		_, err := chromedp.Call(ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, BackendNodeID: ev.BackendNodeID})
		return err
	case <-ctx.Done():
		return fmt.Errorf("no dialog for files opens: %w", ctx.Err())
	}
}
