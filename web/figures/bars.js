// @ts-check
import { Figure } from 'hebb/figure.js';

export class Bars extends Figure {}
customElements.define('hebb-bars', Bars);
