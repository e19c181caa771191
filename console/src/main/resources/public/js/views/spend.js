// Spend over time: the chart, and a legend with the amounts that it shows.
import { byId, fill, h } from '../dom.js';
import { ratio } from '../money.js';
import { LABELS } from '../route.js';
import { coloursOf } from '../series.js';
import { percent } from '../text.js';
import { amount, unpriced } from './amount.js';
import { StackedBars, swatch } from './chart.js';

const SPANS = { '15m': 'the last 15 minutes', '24h': 'the last 24 hours', '30d': 'the last 30 days' };

/** The view; it keeps its chart between answers. */
export class SpendView {
    #host = h('div', { class: 'chart', role: 'img' });
    #legend = h('ul', { class: 'legend', 'aria-label': 'Spend in the chart' });
    #table = h('div', {
        class: 'chart-table',
        role: 'group',
        'aria-label': 'Spend in the chart, bar by bar',
        tabindex: '0',
    });
    #details = h(
        'details',
        { class: 'numbers', ontoggle: () => this.#fillTable() },
        h('summary', {}, 'As a table'),
        this.#table,
    );
    #chart = new StackedBars(this.#host);
    #spend;
    #clock;

    constructor() {
        byId('spend').append(this.#host, this.#legend, this.#details);
    }

    show(answer, route, clock) {
        this.#spend = { ...answer, series: coloured(answer.series, route.by) };
        this.#clock = clock;
        const what = `spend in ${SPANS[route.window]} by ${LABELS[route.by].toLowerCase()}`;
        this.#host.setAttribute('aria-label', `Stacked bars of ${what}; the amounts are in the list below`);
        this.#chart.show(this.#spend, clock);
        this.#legend.classList.toggle('long', answer.series.some((each) => each.name.length > 16));
        fill(
            this.#legend,
            this.#spend.series.length === 0
                ? h('li', { class: 'hint' }, `Nothing was spent in ${SPANS[route.window]}.`)
                : this.#spend.series.map((each) => entry(each, answer.total.cost)),
        );
        this.#fillTable();
    }

    redraw() {
        this.#chart.redraw();
    }

    #fillTable() {
        if (!this.#details.open || !this.#spend) {
            this.#table.replaceChildren();
            return;
        }
        const { series, times, bucket, to } = this.#spend;
        const form = bucket === '1d' ? this.#clock.weekday : (time) => this.#clock.near(time, to);
        const names = ['From', ...series.map((each) => each.name)];
        this.#table.replaceChildren(
            h(
                'table',
                { class: 'table' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        names.map((name) => h('th', { scope: 'col' }, name)),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    times.map((time, index) =>
                        h(
                            'tr',
                            {},
                            h('th', { scope: 'row' }, form(time)),
                            series.map((each) => h('td', {}, point(each.points[index]))),
                        ),
                    ),
                ),
            ),
        );
    }
}

const point = (units) => (units === undefined ? unpriced() : amount(units));

function entry(each, whole) {
    const share = each.total.cost === undefined || !whole ? '' : percent(ratio(each.total.cost, whole));
    return h(
        'li',
        { title: each.name },
        swatch(each),
        h('span', { class: 'legend-name' }, each.name),
        h('span', { class: 'legend-cost' }, each.total.cost === undefined ? unpriced() : amount(each.total.cost)),
        h('span', { class: 'legend-share' }, share),
    );
}

function coloured(series, group) {
    const colours = coloursOf(
        group,
        series.filter((each) => !each.isOther).map((each) => each.name),
    );
    return series.map((each) => ({ ...each, colour: each.isOther ? 'rest' : String(colours.get(each.name)) }));
}
