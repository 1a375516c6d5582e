// Which variants the sliders act on: all, or the one that is selected.

/** @typedef {import("hebb/run/stream.js").Stream} Stream */

/**
 * The key of the variant that changes go to; "" for all.
 * @param {HTMLElement} root
 * @param {Pick<Stream, "hello" | "selected">} stream
 */
export function scopeOf(root, stream) {
  const one = /** @type {HTMLInputElement|null} */ (
    root.querySelector('.scope input[value="one"]')
  );
  const hello = stream.hello;
  return one?.checked && hello && hello.variants.length > 1
    ? hello.variants[stream.selected].key
    : "";
}

/**
 * Draws the switch; with one variant there is nothing to choose.
 * @param {HTMLElement} root
 * @param {Stream} stream
 */
export function drawScope(root, stream) {
  const box = /** @type {HTMLElement} */ (root.querySelector(".scope"));
  const variants = stream.hello?.variants ?? [];
  box.hidden = variants.length < 2;
  if (!box.querySelector("input")) {
    box.append(choice("all", true), choice("one", false));
  }
  const chosen = variants[stream.selected];
  const [all, one] = box.querySelectorAll("span");
  put(all, variants.length === 2 ? "Both variants" : "All variants");
  const own = chosen?.label ? " · " + chosen.label : "";
  put(one, chosen ? `Only ${chosen.key.toUpperCase()}${own}` : "");
  /** @type {HTMLElement} */ (one.parentElement).dataset.variant = chosen?.key ?? "";
  const key = scopeOf(root, stream);
  if (key) root.dataset.variant = key;
  else delete root.dataset.variant;
}

/** @param {Element} el @param {string} text */
function put(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

/**
 * Chooses to act on the selected variant alone, or on all.
 * @param {HTMLElement} root
 * @param {boolean} one
 */
export function setScope(root, one) {
  const input = /** @type {HTMLInputElement|null} */ (
    root.querySelector(`.scope input[value="${one ? "one" : "all"}"]`)
  );
  if (input) input.checked = true;
}

/**
 * @param {string} value
 * @param {boolean} checked
 */
function choice(value, checked) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: "scope", value, checked });
  label.append(input, document.createElement("span"));
  return label;
}
