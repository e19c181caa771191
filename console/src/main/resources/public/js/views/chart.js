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
                {
                    ...axis,
                    size: 58,
                    gap: 8,
                    space: 44,
                    values: (_, splits) => dollarsOnAxis(this.#hasCost() ? splits : [0]),
                },
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

    #hasCost() {
        return this.#spend.series.some((each) => each.points.some((units) => units !== undefined && units !== 0n));
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
            h('b', {}, h('span', {}, this.#bucketName(index)), point(sum(points.map((each) => each.points[index])))),
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

/** Returns what the known of `amounts` come to, or nothing if none is known. */
const sum = (amounts) =>
    amounts.reduce((sofar, units) => (units === undefined ? sofar : (sofar ?? 0n) + units), undefined);

const point = (units) => (units === undefined ? unpriced() : amount(units));

/**
 * Each series on top of those after it; the tallest is drawn first and the others over it. Where a bar would have no
 * height there is none, as its edge alone would be drawn over the axis.
 */
function stacked(spend) {
    const sums = spend.times.map(() => 0n);
    const layers = spend.series
        .slice()
        .reverse()
        .map((each) => each.points.map((units, index) => (sums[index] += units ?? 0n)))
        .reverse()
        .map((layer) => layer.map((units) => (units === 0n ? null : drawn(units))));
    return [spend.times.map((time) => time / 1000), ...layers];
}

const THOUSANDS = new Intl.NumberFormat('en-US', { notation: 'compact' });

/** Returns the amounts of an axis, all with as many decimals as tell them apart: $2.50 beside $5.00. */
function dollarsOnAxis(values) {
    const decimals = [0, 2, 3, 4, 5, 6, 7, 8].find((each) => values.every((value) => isExactIn(value, each))) ?? 8;
    const form =
        Math.max(...values.map(Math.abs)) >= 100_000
            ? THOUSANDS
            : new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return values.map((value) => `${value < 0 ? '−' : ''}$${value === 0 ? 0 : form.format(Math.abs(value))}`);
}

const isExactIn = (value, decimals) => Math.abs(value - Number(value.toFixed(decimals))) < 1e-10;
