// @ts-check
import { Figure } from 'hebb/figure.js';

export class Matrix extends Figure {}
customElements.define('hebb-matrix', Matrix);
