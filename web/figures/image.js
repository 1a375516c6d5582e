// @ts-check
import { Figure } from 'hebb/figure.js';

export class Image extends Figure {}
customElements.define('hebb-image', Image);
