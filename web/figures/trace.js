// @ts-check
import { Figure } from 'hebb/figure.js';

export class Trace extends Figure {}
customElements.define('hebb-trace', Trace);
