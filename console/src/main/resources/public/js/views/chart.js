// Stacked bars over time.
import uPlot from '../../vendor/uplot/uPlot.esm.js';
import { h } from '../dom.js';
import { drawn } from '../money.js';
import { colour } from '../series.js';
import { amount, unpriced } from './amount.js';

/** A chart in `host`; it is built anew when the names or the colours are others. */
export class StackedBars {
    #host;
    #chart;
    #shape;
    #spend;
    #clock;

    constructor(host) {
        this.#host = host;
        new ResizeObserver(() => this.redraw()).observe(host);
    }

    /** Shows `spend`, whose series each have a `colour`. */
    show(spend, clock) {
        this.#spend = spend;
        this.#clock = clock;
        const shape = JSON.stringify([spend.bucket, clock.zone, spend.series.map((each) => [each.name, each.colour])]);
        if (this.#chart && shape === this.#shape) {
            this.#chart.setData(stacked(spend));
            return;
        }
        this.#shape = shape;
        this.redraw();
    }

    /** Draws in the colours of now. */
    redraw() {
        if (!this.#spend) {
            return;
        }
        this.#chart?.destroy();
        this.#chart = new uPlot(this.#options(), stacked(this.#spend), this.#host);
    }

    #size() {
        return { width: this.#host.clientWidth, height: this.#host.clientHeight };
    }

    #options() {
        const [ink, line, panel] = ['--muted', '--line', '--panel'].map(colour);
        const font = `12px ${getComputedStyle(document.body).fontFamily}`;
        const gap = this.#host.clientWidth / this.#spend.times.length < 6 ? 0 : 1; // between the parts of a bar
        const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
        return {
            ...this.#size(),
            padding: [8, 18, 0, 0],
            legend: { show: false },
            cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
            tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), this.#clock.zone),
            scales: {
                x: { range: () => [this.#spend.from / 1000, this.#spend.to / 1000] },
                y: { range: (_, min, max) => [Math.min(0, min ?? 0), max > 0 ? max * 1.08 : 1] },
            },
            axes: [
                {
                    ...axis,
                    grid: { show: false },
                    size: 30,
                    space: 70,
                    values: (_, splits) => splits.map((each) => this.#time(each)),
                },
                { ...axis, size: 58, gap: 8, space: 44, values: (_, splits) => splits.map(dollarsOnAxis) },
            ],
            series: [
                {},
                ...this.#spend.series.map((each) => ({
                    label: each.name,
                    fill: colour(`--series-${each.colour}`),
                    stroke: panel,
                    width: gap,
                    points: { show: false },
                    paths: uPlot.paths.bars({ size: [0.86, 40], align: 1 }),
                })),
            ],
            plugins: [this.#tip()],
        };
    }

    #time(seconds) {
        const date = new Date(seconds * 1000);
        return this.#spend.bucket === '1d' ? this.#clock.day(date) : this.#clock.minute(date);
    }

    #tip() {
        const tip = h('div', { class: 'chart-tip', hidden: true });
        return {
            hooks: {
                init: (chart) => chart.over.append(tip),
                setCursor: (chart) => this.#point(chart, tip),
            },
        };
    }

    #point(chart, tip) {
        const { left } = chart.cursor;
        const index = left < 0 ? -1 : this.#bucketAt(chart.posToVal(left, 'x'));
        const points = index < 0 ? [] : this.#spend.series.filter((each) => each.points[index] !== 0n);
        tip.hidden = points.length === 0;
        if (tip.hidden) {
            return;
        }
        tip.replaceChildren(
            h('b', {}, this.#bucketName(index)),
            ...points.map((each) => h('span', {}, swatch(each), h('span', {}, each.name), point(each.points[index]))),
        );
        const room = chart.over.clientWidth - tip.offsetWidth;
        tip.style.left = `${Math.max(0, Math.min(left > room / 2 ? left - tip.offsetWidth - 14 : left + 14, room))}px`;
        tip.style.top = '4px';
    }

    #bucketAt(seconds) {
        const { times } = this.#spend;
        const after = times.findIndex((time) => time / 1000 > seconds);
        return after === -1 ? times.length - 1 : after - 1;
    }

    #bucketName(index) {
        const time = this.#spend.times[index];
        if (this.#spend.bucket === '1d') {
            return this.#clock.weekday(time);
        }
        return `${this.#clock.minute(time)} – ${this.#clock.minute(this.#spend.ends[index])}`;
    }
}

/** Returns the mark of a series. */
export const swatch = (each) => h('span', { class: 'swatch', data: { series: each.colour }, 'aria-hidden': 'true' });

const point = (units) => (units === undefined ? unpriced() : amount(units));

/** Each series on top of those after it; the tallest is drawn first and the others over it. */
function stacked(spend) {
    const sums = spend.times.map(() => 0);
    const layers = spend.series
        .slice()
        .reverse()
        .map((each) => each.points.map((units, index) => (sums[index] += drawn(units ?? 0n))))
        .reverse();
    return [spend.times.map((time) => time / 1000), ...layers];
}

function dollarsOnAxis(value) {
    if (value === 0) {
        return '$0';
    }
    const decimals = Math.max(0, Math.min(8, 1 - Math.floor(Math.log10(Math.abs(value)))));
    return `$${value.toLocaleString('en-US', { maximumFractionDigits: decimals })}`;
}
