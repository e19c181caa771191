// Where the numbers come from, and where else they are.
import { byId, fill, h } from '../dom.js';

export function showFoot() {
    fill(
        byId('foot'),
        h('span', {}, 'Every amount is exact in its tooltip and comes from the ledger in PostgreSQL.'),
        h('a', { href: 'openapi.json' }, 'Report API'),
        h('a', { href: 'runbook' }, 'Runbook'),
    );
}
