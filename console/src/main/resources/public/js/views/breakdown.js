// The drill-down: a row is a link to what is inside it, and the links above lead back out.
import { byId, fill, h } from '../dom.js';
import { LABELS, LEVELS, address } from '../route.js';
import { count, counted, percent, short } from '../text.js';
import { cost } from './amount.js';

const SPANS = { '15m': 'last 15 min', '24h': 'last 24 h', '30d': 'last 30 d' };

/** Shows the way from everything to what `route` has chosen. */
export function showCrumbs(route) {
    const chosen = LEVELS.filter((level) => route.filter[level] !== undefined);
    byId('crumbs').hidden = chosen.length === 0;
    const steps = chosen.map((level, index) => ({
        text: `${LABELS[level]}: ${route.filter[level]}`,
        filter: Object.fromEntries(chosen.slice(0, index + 1).map((each) => [each, route.filter[each]])),
    }));
    fill(
        byId('crumbs'),
        h(
            'ol',
            {},
            [{ text: 'All spend', filter: {} }, ...steps].map(({ text, filter }, index) =>
                h(
                    'li',
                    {},
                    index === steps.length
                        ? h('span', { 'aria-current': 'page' }, text)
                        : h(
                              'a',
                              {
                                  href: address({ ...route, filter }),
                                  'data-link': true,
                                  data: { key: `crumb-${index}` },
                              },
                              text,
                          ),
                ),
            ),
        ),
    );
}

/** Shows `answer`: what the chosen spend is made of, one level down. */
export function showBreakdown(answer, route) {
    const { level, window, rows, groups, total } = answer;
    byId('breakdown-hint').textContent = `${SPANS[window]} · ${counted(total.calls, 'call', 'calls')}`;
    if (rows.length === 0) {
        fill(byId('breakdown'), h('p', { class: 'nothing' }, `Nothing was spent in the ${SPANS[window]}.`));
        return;
    }
    fill(
        byId('breakdown'),
        h(
            'table',
            { class: 'table' },
            h('caption', { class: 'unseen' }, `Spend by ${LABELS[level].toLowerCase()}, the dearest first`),
            h(
                'thead',
                {},
                h(
                    'tr',
                    {},
                    h('th', { scope: 'col' }, LABELS[level]),
                    h('th', { scope: 'col' }, 'Calls'),
                    h('th', { scope: 'col', class: 'wide' }, 'Tokens in'),
                    h('th', { scope: 'col', class: 'wide' }, 'Tokens out'),
                    h('th', { scope: 'col' }, 'Cost'),
                    h('th', { scope: 'col', class: 'wide' }, 'Share'),
                ),
            ),
            h(
                'tbody',
                {},
                rows.map((row) => line(row, level, route)),
            ),
        ),
        groups > rows.length && h('p', { class: 'hint' }, `The dearest ${count(rows.length)} of ${count(groups)}.`),
    );
}

function line(row, level, route) {
    const share = row.share ?? 0;
    return h(
        'tr',
        {},
        h('th', { scope: 'row', title: row.name }, name(row, level, route)),
        h('td', {}, count(row.calls)),
        h('td', { class: 'wide', title: count(row.promptTokens) }, short(row.promptTokens)),
        h('td', { class: 'wide', title: count(row.completionTokens) }, short(row.completionTokens)),
        h('td', { class: 'cost' }, cost(row)),
        h(
            'td',
            { class: 'wide' },
            h('span', { class: 'share', '--at': `${Math.min(100, share * 100)}%`, 'aria-hidden': 'true' }),
            h('span', { class: 'share-text' }, row.share === undefined ? '–' : percent(share)),
        ),
    );
}

function name(row, level, route) {
    if (route.filter[level] !== undefined) {
        return row.name;
    }
    const filter = { ...route.filter, [level]: row.name };
    return h(
        'a',
        { href: address({ ...route, filter }), 'data-link': true, data: { key: `row-${row.name}` } },
        row.name,
    );
}
