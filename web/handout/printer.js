// When the browser prints, whatever made it do so.

/**
 * Calls show before a page is printed and hide afterwards. Not every browser says that it has
 * printed, and some say only that the page is looked at as paper.
 * @param {() => void} show
 * @param {() => void} hide may be called when nothing is shown
 */
export function whenPrinting(show, hide) {
  addEventListener("beforeprint", () => {
    hide();
    show();
  });
  addEventListener("afterprint", hide);
  const paper = matchMedia("print");
  paper.addEventListener("change", () => (paper.matches ? show() : hide()));
}
