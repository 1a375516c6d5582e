// When frames are shown, and when they have been drawn. Figures draw in the animation frame
// after a frame has been shown; a message posted from there arrives when the picture is done.

/** @typedef {import("./frame.js").Frame} Frame */

/** The least time between two frames when motion is to be reduced, in milliseconds. */
const CALM = 500;

export class Display {
  /**
   * @param {() => boolean} calm whether motion is to be reduced, now
   * @param {(frame: Frame) => void} show
   * @param {(frame: {seq: number, command: number}) => void} painted
   */
  constructor(calm, show, painted) {
    this.calm = calm;
    this.show = show;
    /** @type {Frame|null} */
    this.newest = null;
    /** @type {Frame|null} */
    this.held = null;
    this.drawing = false;
    this.shownAt = -Infinity;
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = ({ data }) => painted(data);
  }

  /**
   * Takes a frame. In calm it waits its turn, unless it answers a command.
   * @param {Frame} frame
   */
  offer(frame) {
    const asked = frame.command !== this.newest?.command || frame.playing !== this.newest?.playing;
    const wait = !asked && this.calm() ? this.shownAt + CALM - performance.now() : 0;
    if (wait <= 0) return this.take(frame);
    if (!this.held) setTimeout(() => this.held && this.take(this.held), wait);
    this.held = frame;
  }

  /** @param {Frame} frame */
  take(frame) {
    this.held = null;
    this.newest = frame;
    this.shownAt = performance.now();
    this.show(frame);
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      const { seq, command } = /** @type {Frame} */ (this.newest);
      this.channel.port2.postMessage({ seq, command });
    });
  }
}

/**
 * Tells whoever watches the page from outside, such as a test.
 * @param {string} type
 * @param {object} detail
 */
export function tell(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
}
