// Whether what is shown is live.
import { byId } from '../dom.js';

const TEXTS = { connecting: 'Connecting…', live: 'Live', reconnecting: 'Reconnecting…', closed: 'Not signed in' };

export function showConnection(state) {
    byId('connection').dataset.state = state;
    if (byId('connection-text').textContent !== TEXTS[state]) {
        byId('connection-text').textContent = TEXTS[state];
    }
}
