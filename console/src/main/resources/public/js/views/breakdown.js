// The drill-down: a row is a link to what is inside it, and the links above lead back out.
import { byId, fill, h } from '../dom.js';
import { ratio } from '../money.js';
import { LABELS, LEVELS, address, within } from '../route.js';
import { count, counted, percent, short } from '../text.js';
import { cost } from './amount.js';

const FEW = 12;
let isWhole = false;

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
                                  href: address(within(route, filter)),
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
    // one more row takes no more room than saying that there is one more
    const isLong = groups > FEW + 1;
    const shown = isLong && !isWhole ? rows.slice(0, FEW) : rows;
    fill(byId('breakdown-more'), isLong && more(answer, route));
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
                shown.map((row) => line(row, h('th', { scope: 'row', title: row.name }, name(row, level, route)))),
                groups > shown.length && line(rest(answer, shown), restName(groups - shown.length)),
            ),
        ),
    );
}

function more(answer, route) {
    const turn = () => {
        isWhole = !isWhole;
        showBreakdown(answer, route);
    };
    return h(
        'button',
        {
            class: 'button quiet',
            type: 'button',
            'aria-expanded': String(isWhole),
            onclick: turn,
            data: { key: 'more-rows' },
        },
        isWhole ? 'Fewer' : `${count(answer.rows.length - FEW)} more`,
    );
}

const restName = (groups) => h('th', { scope: 'row', class: 'rest' }, counted(groups, 'other', 'others'));

/** What the groups that are not `shown` come to. */
function rest({ total }, shown) {
    const left = (sum) => shown.reduce((sofar, row) => sofar - (sum(row) ?? 0n), sum(total) ?? 0n);
    const number = (name) => Number(left((sums) => BigInt(sums[name])));
    const [calls, unpriced] = [number('calls'), number('unpriced')];
    const isKnown = total.cost !== undefined && (calls > unpriced || calls === 0);
    const cost = isKnown ? left((sums) => sums.cost) : undefined;
    return {
        calls,
        unpriced,
        promptTokens: number('promptTokens'),
        completionTokens: number('completionTokens'),
        cost,
        share: isKnown && total.cost > 0n ? ratio(cost, total.cost) : undefined,
    };
}

function line(row, head) {
    const share = row.share ?? 0;
    return h(
        'tr',
        {},
        head,
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
        { href: address(within(route, filter)), 'data-link': true, data: { key: `row-${row.name}` } },
        row.name,
    );
}
