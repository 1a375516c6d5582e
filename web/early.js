// Runs before the page is drawn, so that a chosen theme does not flash. It is no module:
// modules wait until the page is parsed.
(() => {
  try {
    const theme = localStorage.getItem("hebb:theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the system's theme rules.
  }
})();
