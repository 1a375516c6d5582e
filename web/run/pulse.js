// When a line that says nothing is dead. The server is never silent for long: it says that
// it is there when it has nothing else to say. A page that sleeps hears nothing either, and
// must not take its own sleep for the line's end: it listens again for a moment first.

/** The server speaks at least this often; see aliveEvery in server/sockets/websocket.go. */
const BEAT = 2000;

/** A line that has been silent for so long is dead. */
const SILENCE = 3 * BEAT;

export class Pulse {
  /**
   * @param {{now?: () => number, silence?: number, beat?: number}} [options] milliseconds
   */
  constructor({ now = () => performance.now(), silence = SILENCE, beat = BEAT } = {}) {
    this.now = now;
    this.silence = silence;
    this.beat = beat;
    this.heardAt = now();
    this.lookedAt = now();
  }

  /** Something has arrived, or a new line is being opened. */
  heard() {
    this.heardAt = this.now();
    this.lookedAt = this.heardAt;
  }

  /** Whether the line is dead. To be asked about once in a beat. */
  dead() {
    const now = this.now();
    const slept = now - this.lookedAt > 2 * this.beat;
    this.lookedAt = now;
    // After a sleep what has come meanwhile is heard only now: it has one more beat.
    if (slept) this.heardAt = Math.max(this.heardAt, now - this.silence + this.beat);
    return now - this.heardAt >= this.silence;
  }

  /** Whether it has missed a beat: reason enough to open another when the page wakes up. */
  get late() {
    return this.now() - this.heardAt > 1.5 * this.beat;
  }
}
