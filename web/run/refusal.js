// What becomes of a command that is not carried out.

/** A command that was refused, or did not get through. */
export class Refusal extends Error {
  /**
   * @param {string} reason
   * @param {string} [field]
   * @param {boolean} [lost] it was no refusal: it did not get through
   */
  constructor(reason, field = "", lost = false) {
    super(reason);
    this.field = field;
    this.lost = lost;
  }
}
