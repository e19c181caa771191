// Budgets: what was spent, where the pace would be, where it will end; the state in words as well as in colour.
import { byId, fill, h } from '../dom.js';
import { count, percent } from '../text.js';
import { shortLimit, wholeLimit } from './amount.js';

const TRACK_MIN = 1.25; // what the whole track stands for, in limits; more where more was spent

const FEW = 4;
let isWhole = false;

/** Shows the budgets of `answer`, those nearest to their limit first. */
export function showBudgets(answer, route, clock) {
    const { budgets, count: all, asOf } = answer;
    if (budgets.length === 0) {
        fill(byId('budgets-more'));
        fill(byId('budgets'), h('p', { class: 'nothing' }, nothing(route)));
        return;
    }
    fill(byId('budgets-more'), budgets.length > FEW && more(answer, route, clock));
    fill(
        byId('budgets'),
        h(
            'ul',
            {},
            budgets.slice(0, isWhole ? budgets.length : FEW).map((budget) => row(budget, clock, asOf)),
        ),
        isWhole &&
            all > budgets.length &&
            h('p', { class: 'hint' }, `The ${count(budgets.length)} nearest to their limit, of ${count(all)}.`),
        h(
            'ul',
            { class: 'key', 'aria-hidden': 'true' },
            [
                ['spent', 'spent'],
                ['forecast', 'forecast'],
                ['pace', 'even pace'],
                ['limit', 'limit'],
            ].map(([name, text]) => h('li', {}, h('i', { class: `key-${name}` }), text)),
        ),
    );
}

function more(answer, route, clock) {
    const turn = () => {
        isWhole = !isWhole;
        showBudgets(answer, route, clock);
    };
    return h(
        'button',
        {
            class: 'button quiet',
            type: 'button',
            'aria-expanded': String(isWhole),
            onclick: turn,
            data: { key: 'more' },
        },
        isWhole ? 'Fewer' : `${count(answer.budgets.length - FEW)} more`,
    );
}

function nothing(route) {
    return Object.keys(route.filter).length > 0
        ? 'No budget is about this selection.'
        : ['No budgets. Define some in a file and run ', h('code', {}, './spendstream budgets apply FILE'), '.'];
}

function row(budget, clock, now) {
    const { spent, limit, ratio, forecastRatio, paceRatio } = budget;
    const track = Math.max(TRACK_MIN, ratio);
    const at = (share) => `${(Math.max(0, Math.min(share, track)) / track) * 100}%`;
    return h(
        'li',
        { class: 'budget', data: { status: budget.status, budget: budget.id } },
        h(
            'div',
            { class: 'budget-line' },
            h('span', { class: 'budget-name', title: budget.name }, budget.name),
            h(
                'span',
                { class: 'budget-amount', title: `${wholeLimit(spent)} of ${wholeLimit(limit)}` },
                shortLimit(spent),
                h('span', {}, ` of ${shortLimit(limit)}`),
            ),
        ),
        h(
            'div',
            { class: 'track', 'aria-hidden': 'true' },
            forecastRatio !== undefined && h('span', { class: 'track-forecast', '--at': at(forecastRatio) }),
            h('span', { class: 'track-spent', '--at': at(ratio) }),
            h('span', { class: 'track-limit', '--at': at(1) }),
            paceRatio !== undefined && h('span', { class: 'track-pace', '--at': at(paceRatio) }),
        ),
        h(
            'div',
            { class: 'budget-note' },
            h(
                'span',
                {},
                h('span', { class: 'budget-state' }, stateWords(budget)),
                budget.unpriced > 0 && [', ', h('span', { class: 'warn' }, `${count(budget.unpriced)} unpriced`)],
            ),
            h('span', {}, outlook(budget, clock, now)),
        ),
    );
}

const STATES = { ok: 'within budget', warning: 'close to the limit', exceeded: 'over the limit' };

function stateWords(budget) {
    const words = `${percent(budget.ratio)} · ${STATES[budget.status]}`;
    const refused = budget.blocks && budget.status === 'exceeded' ? ', agents that ask are refused' : '';
    return words + refused;
}

function outlook({ period, exhaustedAt, forecastRatio, status }, clock, now) {
    if (status !== 'exceeded' && exhaustedAt !== undefined) {
        return `${period} · used up ${clock.near(exhaustedAt, now)}`;
    }
    return forecastRatio === undefined ? period : `${period} · ends at ${percent(forecastRatio)}`;
}
