// What tests of accessibility ask of a page. It is put into the page by the test, and changes
// nothing there but what it says.
(() => {
  /** What a hand, a finger or a key can act on. */
  const ACTS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [role=button], [role=radio], [role=slider], [role=tab]";

  const seen = (el) => {
    if (!el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || el.closest("[inert]")) return false;
    if (document.querySelector("dialog:modal") && !el.closest("dialog:modal")) return false;
    return !el.disabled;
  };
  const path = (el) => {
    const name = (e) => e.localName + (e.id ? "#" + e.id : "") + [...e.classList].map((c) => "." + c).join("");
    const near = el.parentElement?.closest("[id], [class]");
    const text = (el.getAttribute("aria-label") ?? el.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 24);
    return (near ? name(near) + " > " : "") + name(el) + (el.name ? `[name=${el.name}]` : "") + (text ? ` "${text}"` : "");
  };
  /** Where a pointer acts on an element: its label is part of it. */
  const area = (el) => {
    const boxes = [el, ...(el.matches("[type=radio], [type=checkbox]") ? (el.labels ?? []) : [])].map((e) => e.getBoundingClientRect());
    return [Math.max(...boxes.map((b) => b.width)), Math.max(...boxes.map((b) => b.height))];
  };
  /** A link within a sentence is as high as its line. */
  const inline = (el) => el.matches("a") && getComputedStyle(el).display === "inline" && [...el.parentNode.childNodes].some((n) => n.nodeType === 3 && n.data.trim());

  /** Whatever is smaller than 24 by 24 pixels. */
  const small = () => [...document.querySelectorAll(ACTS)].filter(seen).flatMap((el) => {
    if (inline(el) || el.matches(".skip:not(:focus)")) return [];
    const [w, h] = area(el);
    return w < 23.99 || h < 23.99 ? [`${path(el)}: ${w.toFixed(1)} x ${h.toFixed(1)}`] : [];
  });

  /** Whatever lies beside the window, where nobody can scroll to. */
  const beside = () => {
    const wide = document.scrollingElement.scrollWidth > innerWidth ? [`the page is ${document.scrollingElement.scrollWidth} wide: ${[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility()).slice(0, 3).map(path)}`] : [];
    // The bench does not scroll as a whole: what a script brings into view would push the bar of time away.
    if (document.body.matches(".bench") && innerWidth > 700 && document.body.scrollHeight > innerHeight + 1) wide.push(`the bench is ${document.body.scrollHeight} high in a window of ${innerHeight}`);
    const lost = [...document.querySelectorAll(ACTS)].filter(seen).filter((el) => {
      const b = el.getBoundingClientRect();
      if ((b.left >= -0.5 && b.right <= innerWidth + 0.5) || el.matches(".skip")) return false;
      for (let e = el.parentElement; e && e !== document.body; e = e.parentElement) if (["auto", "scroll"].includes(getComputedStyle(e).overflowX)) return false;
      return true;
    });
    return [...wide, ...lost.map((el) => `${path(el)}: ${Math.round(el.getBoundingClientRect().left)} to ${Math.round(el.getBoundingClientRect().right)}`)];
  };

  const words = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}?]+/gu, " ").trim();
  /** Text that eyes see of an element. */
  const visible = (el) => {
    if (el.nodeType === 3) return el.data;
    if (el.nodeType !== 1 || !el.checkVisibility({ visibilityProperty: true }) || el.matches(".unseen, svg, menu, .list")) return "";
    return [...el.childNodes].map(visible).join(el.matches("math, math *") ? "" : " ");
  };
  /** Whatever is called otherwise than what stands on it. */
  const misnamed = () => [...document.querySelectorAll(ACTS)].filter(seen).flatMap((el) => {
    const given = el.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ") ?? el.getAttribute("aria-label");
    const shown = words(visible(el.labels?.length ? el.labels[0] : el).replace(/\s+/g, " "));
    if (given === null || !shown || el.matches("[role=application], select")) return [];
    return words(given).includes(shown) ? [] : [`${path(el)}: it says "${shown.slice(0, 60)}" and is called "${words(given).slice(0, 60)}"`];
  });

  /** Elements that a screen reader speaks when they change. */
  const IMPLICIT = { status: "polite", log: "polite", alert: "assertive", timer: "off", marquee: "off" };
  const live = () => [...document.querySelectorAll("output, [role], [aria-live]")].flatMap((el) => {
    const says = el.getAttribute("aria-live") ?? IMPLICIT[el.getAttribute("role") ?? (el.localName === "output" ? "status" : "")];
    return says && says !== "off" ? [{ what: path(el), says, el }] : [];
  });

  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const probe = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const colour = (css) => {
    probe.globalAlpha = 1;
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = css;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data];
  };
  /** The nearest ground behind a canvas. */
  const ground = (el) => {
    for (let e = el; e; e = e.parentElement) {
      const c = colour(getComputedStyle(e).backgroundColor);
      if (c[3] === 255) return c;
    }
    return [255, 255, 255, 255];
  };
  /** Lets figures draw again, as another theme would. */
  const redraw = async () => {
    document.documentElement.classList.toggle("again");
    for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));
    await new Promise((done) => setTimeout(done, 60));
  };
  /** Texts drawn on canvases since the watch began: each with its contrast against most of what it stands on. */
  const drawn = new Map();
  const own = CanvasRenderingContext2D.prototype.fillText;
  const watchText = () => {
    drawn.clear();
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
      const { canvas } = this, m = this.measureText(text), t = this.getTransform();
      if (canvas.isConnected && text.trim()) {
        const up = m.actualBoundingBoxAscent, down = m.actualBoundingBoxDescent, a = -m.actualBoundingBoxLeft, b = m.actualBoundingBoxRight;
        const corners = [[x + a, y - up], [x + b, y + down], [x + a, y + down], [x + b, y - up]].map(([u, v]) => t.transformPoint({ x: u, y: v }));
        const x0 = Math.max(0, Math.floor(Math.min(...corners.map((c) => c.x)))), y0 = Math.max(0, Math.floor(Math.min(...corners.map((c) => c.y))));
        const w = Math.min(canvas.width, Math.ceil(Math.max(...corners.map((c) => c.x)))) - x0, h = Math.min(canvas.height, Math.ceil(Math.max(...corners.map((c) => c.y)))) - y0;
        if (w > 0 && h > 0) {
          const d = this.getImageData(x0, y0, w, h).data, count = new Map(), back = ground(canvas);
          for (let i = 0; i < d.length; i += 4) {
            const s = d[i + 3] / 255, k = [0, 1, 2].map((j) => Math.round((d[i + j] * s + back[j] * (1 - s)) / 8) * 8).join();
            count.set(k, (count.get(k) ?? 0) + 1);
          }
          const most = [...count].sort((p, q) => q[1] - p[1])[0][0].split(",").map(Number).map((v) => Math.min(255, v));
          const ink = colour(this.fillStyle), s = (ink[3] / 255) * this.globalAlpha, mixed = [0, 1, 2].map((j) => ink[j] * s + most[j] * (1 - s));
          const size = parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? "10"), bold = /\b(bold|[6-9]00)\b/.test(this.font);
          const needs = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
          const ratio = contrast(mixed, most);
          const figure = canvas.closest("[data-figure], [data-lab]")?.dataset.figure ?? "gallery";
          const key = `${figure}: ${text}`;
          if (ratio < needs && !(drawn.get(key)?.ratio < ratio)) drawn.set(key, { ratio, said: `${key} (${this.fillStyle} on ${most}): ${ratio.toFixed(2)}, want ${needs}` });
          drawn.set("#", (drawn.get("#") ?? 0) + 1);
        }
      }
      return own.call(this, text, x, y, ...rest);
    };
  };
  const faint = () => {
    CanvasRenderingContext2D.prototype.fillText = own;
    const texts = drawn.get("#") ?? 0;
    drawn.delete("#");
    return { texts, faint: [...drawn.values()].map((d) => d.said) };
  };

  const spoken = (rules) => axe.run(document, {
    preload: false, resultTypes: ["violations"], elementRef: false,
    ...(rules ? { runOnly: { type: "rule", values: rules } } : { rules: { "label-content-name-mismatch": { enabled: true }, "focus-order-semantics": { enabled: true } } }),
  }).then(({ violations }) => violations.filter((v) => ["moderate", "serious", "critical"].includes(v.impact)).flatMap((v) => v.nodes.map((n) =>
    `${v.id} (${v.impact}): ${n.target.join(" ")}: ${n.any.concat(n.all, n.none).map((c) => c.message).join("; ").slice(0, 220)}`)));

  window.access = { ACTS, redraw, seen, path, small, misnamed, beside, live, watchText, faint, spoken, contrast, light, colour, ground };
})();
