// @ts-check
import { Figure } from 'hebb/figure.js';

export class Network extends Figure {}
customElements.define('hebb-network', Network);
