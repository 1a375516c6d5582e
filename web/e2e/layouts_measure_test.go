package e2e

import (
	"testing"

	"hebb/web/e2e/drive"
)

// lettered notes what is written on canvases: its size, whether it leaves the canvas, and
// where it stands in the picture that is there now, with the discs that are drawn around it.
// A picture ends when it is wiped; one that is drawn into another brings along its letters.
const lettered = `(() => {
	const pictures = new WeakMap();
	const seen = window.letters = { small: new Set(), cut: new Set(), of: (canvas) => pictures.get(canvas) ?? [] };
	const noted = (canvas) => pictures.get(canvas) ?? (pictures.set(canvas, []), pictures.get(canvas));
	const proto = CanvasRenderingContext2D.prototype;
	const before = (name, does) => {
		const was = proto[name];
		proto[name] = function (...args) { does.call(this, ...args); return was.apply(this, args); };
	};
	const box = (m, x0, y0, x1, y1) => {
		const a = m.transformPoint({ x: x0, y: y0 }), b = m.transformPoint({ x: x1, y: y1 });
		return { left: Math.min(a.x, b.x), right: Math.max(a.x, b.x), top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) };
	};
	before("fillText", function (text, x, y) {
		if (!(this.globalAlpha > 0) || !String(text).trim()) return;
		const m = this.getTransform(), wide = this.measureText(text), by = Math.hypot(m.a, m.b), { canvas } = this;
		const at = box(m, x - wide.actualBoundingBoxLeft, y - wide.actualBoundingBoxAscent, x + wide.actualBoundingBoxRight, y + wide.actualBoundingBoxDescent);
		noted(canvas).push({ text: String(text), math: this.font.includes("Hebb Math"), ...at });
		if (!canvas.isConnected || !canvas.offsetWidth) return;
		const zoom = 1 / devicePixelRatio, px = parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? "0") * by * zoom;
		const where = (canvas.closest("[data-figure]")?.dataset.figure ?? "?") + ": " + text;
		if (px < 11.9) seen.small.add(where + " " + px.toFixed(1));
		if (at.left * zoom < -2 || (at.right - canvas.width) * zoom > 2) seen.cut.add(where);
	});
	// What is drawn over letters hides them, but for what can be seen through.
	const hide = (canvas, b) => {
		const list = pictures.get(canvas), all = b.left <= 0 && b.top <= 0 && b.right >= canvas.width && b.bottom >= canvas.height;
		if (all) pictures.delete(canvas);
		else if (list) pictures.set(canvas, list.filter((l) => l.left < b.left || l.right > b.right || l.top < b.top || l.bottom > b.bottom));
	};
	const solid = (ctx) => ctx.globalAlpha === 1 && typeof ctx.fillStyle === "string" && ctx.fillStyle.startsWith("#");
	before("clearRect", function (x, y, w, h) { hide(this.canvas, box(this.getTransform(), x, y, x + w, y + h)); });
	before("fillRect", function (x, y, w, h) { if (solid(this)) hide(this.canvas, box(this.getTransform(), x, y, x + w, y + h)); });
	const path = new WeakMap();
	before("beginPath", function () { path.set(this, null); });
	before("arc", function (x, y, r, from, to) {
		if (Math.abs(to - from) < 6.2 || r < 4) return;
		const b = box(this.getTransform(), x - r, y - r, x + r, y + r);
		path.set(this, { text: "", ...b });
	});
	before("roundRect", function (x, y, w, h, round) {
		if (Math.min(w, h) >= 10 && round >= 6) path.set(this, { text: "", ...box(this.getTransform(), x, y, x + w, y + h) });
	});
	before("fill", function () { const disc = path.get(this); if (disc && solid(this)) noted(this.canvas).push(disc); });
	for (const side of ["width", "height"]) {
		const was = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
		Object.defineProperty(HTMLCanvasElement.prototype, side, { ...was, set(v) { pictures.delete(this); was.set.call(this, v); } });
	}
	before("drawImage", function (from, ...at) {
		const list = pictures.get(from), m = this.getTransform();
		const [x, y, w, h] = at.length > 4 ? at.slice(4) : [at[0], at[1], at[2] ?? from.width, at[3] ?? from.height];
		if (!list?.length) return;
		const [sx, sy, sw, sh] = at.length > 4 ? at : [0, 0, from.width, from.height];
		for (const l of list) noted(this.canvas).push({ ...l, ...box(m, x + ((l.left - sx) * w) / sw, y + ((l.top - sy) * h) / sh, x + ((l.right - sx) * w) / sw, y + ((l.bottom - sy) * h) / sh) });
	});
})()`

// covered finds letters of figures that lie on each other, on a disc that is not their own,
// under one, or under what the page writes over the figure.
const covered = `(() => {
	const out = [], see = (el) => el.checkVisibility({visibilityProperty: true, opacityProperty: true}) && el.getBoundingClientRect().width > 0;
	const cross = (a, b, by) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
	const within = (a, b) => { const x = (a.left + a.right) / 2, y = (a.top + a.bottom) / 2; return x > b.left && x < b.right && y > b.top && y < b.bottom; };
	for (const card of document.querySelectorAll("[data-figure]")) {
		if (!see(card)) continue;
		// Parts that do not fit into their line have gone to one that is hidden.
		const shown = (el) => { const line = el.closest(".now, .fig-hint"); return !line || el === line || el.getBoundingClientRect().top < line.getBoundingClientRect().bottom - 2; };
		const words = [...card.querySelectorAll(".title, .note, .now span, .fig-chip, .fig-hint span, .fig-panel")].filter((el) => see(el) && shown(el))
			.map((el) => ({ text: (el.textContent || el.title).trim(), el, ...el.getBoundingClientRect().toJSON() }));
		for (const canvas of card.querySelectorAll("canvas")) {
			if (!see(canvas)) continue;
			const list = letters.of(canvas), r = canvas.getBoundingClientRect(), k = r.width / canvas.width;
			// A figure out of sight has the picture of its last size; it is drawn again when it comes.
			if (Math.abs(k * devicePixelRatio - 1) > 0.02 || Math.abs(r.height / canvas.height * devicePixelRatio - 1) > 0.02) continue;
			const say = (a, b) => out.push(card.dataset.figure + ": " + (a.text || "a disc") + " and " + (b.text || "a disc"));
			for (const [i, a] of list.entries()) for (const b of list.slice(i + 1)) {
				// Letters of one formula stand close to each other.
				if (!cross(a, b, (a.math && b.math ? 5 : 1.5) / k)) continue;
				if (a.text && b.text) say(a, b);
				// A disc has its letter in its middle; a disc that is drawn later hides what is below.
				else if (a.text && !b.text) say(a, b);
				else if (b.text && !within(b, a)) say(b, a);
			}
			for (const a of list) {
				if (!a.text) continue;
				const b = { left: r.left + a.left * k, right: r.left + a.right * k, top: r.top + a.top * k, bottom: r.top + a.bottom * k };
				for (const word of words) if (!canvas.contains(word.el) && cross(b, word, 2)) out.push(card.dataset.figure + ": " + a.text + " under " + word.text);
			}
		}
		for (const [i, a] of words.entries()) for (const b of words.slice(i + 1)) {
			if (!a.el.contains(b.el) && !b.el.contains(a.el) && !a.el.matches(".fig-panel") && !b.el.matches(".fig-panel") && cross(a, b, 2)) out.push(card.dataset.figure + ": " + a.text + " over " + b.text);
		}
	}
	return [...new Set(out)];
})()`

// cutWords finds what is cut, or stands outside of what holds it: titles, chips of legends,
// names and buttons, and numbers of which a part is seen.
const cutWords = `(() => {
	const out = [], see = (el) => el.checkVisibility({visibilityProperty: true, opacityProperty: true}) && el.getBoundingClientRect().width > 0;
	for (const el of document.querySelectorAll(".card h3 .title, .fig-chip, .fig-chip span, .transport :is(button, .where, .status, .speed-now), .chip .pick span, .field label, .pill span, h1, h2, summary, .understand dt, input.number")) {
		if (!see(el) || el.closest("menu")) continue;
		const card = el.closest(".card");
		const style = getComputedStyle(el), name = [card?.dataset.figure, el.className, (el.value || el.textContent || el.title).trim().slice(0, 30)].filter(Boolean).join(" ");
		if (style.overflowX !== "visible" && el.scrollWidth > el.clientWidth + 1 && style.display !== "inline") out.push("cut: " + name);
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

// readable fails where letters are cut, smaller than 12 px, or lie over others.
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
	if list := eval[[]string](t, p, covered); len(list) > 0 {
		t.Errorf("letters lie over each other: %q", list)
	}
}
