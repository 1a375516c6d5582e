// What becomes of a command that is not carried out.

/** A command that was refused, or did not get through. */
export class Refusal extends Error {
  /**
   * @param {string} reason
   * @param {string} [field]
   * @param {boolean} [lost] it was no refusal: it did not get through
   * @param {boolean} [barred] this page may not, whatever it asks for; web/app/roles.js says so
   */
  constructor(reason, field = "", lost = false, barred = false) {
    super(reason);
    this.barred = barred;
    this.field = field;
    this.lost = lost;
  }
}
