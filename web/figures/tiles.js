// @ts-check
import { Figure } from 'hebb/figure.js';

export class Tiles extends Figure {}
customElements.define('hebb-tiles', Tiles);
