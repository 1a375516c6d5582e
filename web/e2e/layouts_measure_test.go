package e2e

import (
	"testing"

	"hebb/web/e2e/drive"
)

// lettered notes every text that is drawn on a canvas of the page since the last look: its
// size, and whether it leaves the canvas.
const lettered = `(() => {
	const seen = window.letters = { small: new Set(), cut: new Set() };
	const draw = CanvasRenderingContext2D.prototype.fillText;
	CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
		if (this.canvas.isConnected && this.globalAlpha > 0 && String(text).trim()) {
			const m = this.getTransform(), wide = this.measureText(text), by = Math.hypot(m.a, m.b);
			const zoom = this.canvas.offsetWidth > 0 ? 1 / devicePixelRatio : 0;
			const px = parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? "0") * by * zoom;
			const where = (this.canvas.closest("[data-figure]")?.dataset.figure ?? "?") + ": " + text;
			if (zoom && px < 11.9) seen.small.add(where + " " + px.toFixed(1));
			const a = m.transformPoint({ x: x - wide.actualBoundingBoxLeft, y }), b = m.transformPoint({ x: x + wide.actualBoundingBoxRight, y });
			if (zoom && (Math.min(a.x, b.x) * zoom < -2 || (Math.max(a.x, b.x) - this.canvas.width) * zoom > 2)) seen.cut.add(where);
		}
		return draw.call(this, text, x, y, ...rest);
	};
})()`

// cutWords finds what is cut, or stands outside of what holds it: titles, chips of legends,
// names and buttons, and numbers of which a part is seen.
const cutWords = `(() => {
	const out = [], see = (el) => el.checkVisibility({visibilityProperty: true, opacityProperty: true}) && el.getBoundingClientRect().width > 0;
	for (const el of document.querySelectorAll(".card h3 .title, .fig-chip, .fig-chip span, .transport :is(button, .where, .status, .speed-now), .chip .pick span, .field label, .pill span, h1, h2, summary, .understand dt, input.number")) {
		if (!see(el) || el.closest("menu")) continue;
		const style = getComputedStyle(el), name = el.className + " " + (el.value ?? el.textContent).trim().slice(0, 30);
		if (style.overflowX !== "visible" && el.scrollWidth > el.clientWidth + 1 && style.display !== "inline") out.push("cut: " + name);
		const card = el.closest(".card");
		if (card) {
			const r = el.getBoundingClientRect(), s = card.getBoundingClientRect();
			if (r.left < s.left - 1 || r.right > s.right + 1) out.push("out of its card: " + name);
		}
	}
	for (const now of document.querySelectorAll(".card .now")) {
		if (!see(now)) continue;
		const s = now.getBoundingClientRect();
		for (const part of now.children) {
			const r = part.getBoundingClientRect();
			if (r.top < s.bottom - 2 && r.right > s.right + 1.5) out.push("a number is cut: " + part.textContent);
		}
	}
	return out;
})()`

// readable fails where letters are cut, or smaller than 12 px.
func readable(t *testing.T, p *drive.Page) {
	t.Helper()
	if list := eval[[]string](t, p, cutWords); len(list) > 0 {
		t.Errorf("not whole: %q", list)
	}
	for what, list := range eval[map[string][]string](t, p, `({small: [...letters.small].slice(0, 6), cut: [...letters.cut].slice(0, 6)})`) {
		if len(list) > 0 {
			t.Errorf("drawn %s: %q", what, list)
		}
	}
}
