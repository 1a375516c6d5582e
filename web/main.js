// Wires the page.
export {};
