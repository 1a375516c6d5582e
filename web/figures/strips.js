// @ts-check
import { Figure } from 'hebb/figure.js';

export class Strips extends Figure {}
customElements.define('hebb-strips', Strips);
