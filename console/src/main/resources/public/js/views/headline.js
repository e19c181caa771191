// The numbers on top.
import { byId, fill, h } from '../dom.js';
import { change, dollars, fullDollars } from '../money.js';
import { count, counted, duration, short } from '../text.js';
import { amount, unpriced } from './amount.js';

const NAME = 'Spendstream';

/** The view; how old the newest event is goes on between answers. */
export class Headline {
    #ageSeconds;
    #at = 0;

    show(summary, clock) {
        this.#ageSeconds = summary.ageSeconds;
        this.#at = Date.now();
        const { perHour, today } = summary;
        document.title = perHour.cost === undefined ? NAME : `${dollars(perHour.cost)}/h · ${NAME}`;
        const pace = `pace of the last ${perHour.minutes} min`;
        fill(
            byId('figures'),
            figure(
                'Burning now',
                perHour.cost === undefined
                    ? unpriced()
                    : [amount(perHour.cost), h('span', { class: 'figure-unit' }, '/h')],
                h('span', { title: perHour.method }, pace),
            ),
            figure('Today', today.cost === undefined ? unpriced() : amount(today.cost), callsNote(today)),
            figure(
                'Month to date',
                summary.month.cost === undefined ? unpriced() : amount(summary.month.cost),
                monthNote(summary, clock),
            ),
            figure(
                'Tokens a minute',
                h('span', { title: count(summary.tokensPerMinute) }, short(summary.tokensPerMinute)),
                pace,
            ),
            this.#freshness(),
        );
    }

    /** Goes on by the time that has passed. */
    tick() {
        byId('freshness')?.replaceWith(this.#freshness());
    }

    #freshness() {
        const isKnown = this.#ageSeconds !== undefined;
        const element = figure(
            'Freshness',
            isKnown ? duration(this.#ageSeconds + (Date.now() - this.#at) / 1000) : '–',
            isKnown ? 'since the newest call' : 'no call yet',
        );
        element.id = 'freshness';
        return element;
    }
}

function callsNote(sums) {
    const calls = counted(sums.calls, 'call', 'calls');
    return sums.unpriced > 0 ? [`${calls}, `, h('span', { class: 'warn' }, `${count(sums.unpriced)} unpriced`)] : calls;
}

function monthNote({ month, lastMonth }, clock) {
    const percent =
        month.cost === undefined || lastMonth.cost === undefined ? undefined : change(month.cost, lastMonth.cost);
    if (percent === undefined) {
        const days = clock.days(lastMonth.from, lastMonth.until);
        return lastMonth.calls === 0 ? `no calls in ${days}` : `cost of ${days} unknown`;
    }
    const title = `${fullDollars(lastMonth.cost)} from ${clock.full(lastMonth.from)} to ${clock.full(lastMonth.until)}`;
    return h('span', { title }, h('b', {}, `Δ ${percent}`), ` vs ${clock.days(lastMonth.from, lastMonth.until)}`);
}

function figure(name, value, note) {
    return h(
        'div',
        { class: 'figure' },
        h('dt', {}, name),
        h('dd', { class: 'figure-value' }, value),
        h('dd', { class: 'figure-note' }, note),
    );
}
