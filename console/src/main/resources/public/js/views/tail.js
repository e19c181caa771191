// What just happened: priced events and alerts, newest first. While it is paused, what comes is counted and kept.
import { byId, fill, h } from '../dom.js';
import { count, percent, short } from '../text.js';
import { amount, shortLimit, unpriced } from './amount.js';

const LINES_MAX = 60;

/** The view and what it holds. */
export class TailView {
    #clock;
    #lines = []; // newest first, each {id, time, node}
    #waiting = [];
    #isPaused = false;
    #leftOut = 0;
    #button = byId('pause');
    #list = h('ol', { 'aria-label': 'Events and alerts, newest first' });

    constructor() {
        byId('tail').append(this.#list);
        byId('tail').tabIndex = 0;
        byId('tail').setAttribute('role', 'group');
        byId('tail').setAttribute('aria-label', 'Live events');
        this.#button.addEventListener('click', () => this.#toggle());
    }

    /** Starts anew with `items`. */
    reset(items, clock) {
        this.#clock = clock;
        this.#lines = [];
        this.#waiting = [];
        this.#put(
            items.slice().sort((a, b) => a.time - b.time),
            false,
        );
        this.#say();
    }

    /** Adds what just came. */
    add(items, leftOut = 0) {
        this.#leftOut = leftOut;
        if (this.#isPaused) {
            this.#waiting = [...this.#waiting, ...items].slice(-LINES_MAX);
            this.#say();
            return;
        }
        this.#put(items, true);
        this.#say();
    }

    #toggle() {
        this.#isPaused = !this.#isPaused;
        this.#button.setAttribute('aria-pressed', String(this.#isPaused));
        if (!this.#isPaused) {
            this.#put(this.#waiting, false);
            this.#waiting = [];
        }
        this.#say();
    }

    #say() {
        byId('tail-hint').textContent = this.#isPaused
            ? `Paused, ${count(this.#waiting.length)} new`
            : this.#leftOut > 0
              ? `and ${count(this.#leftOut)} more in this moment`
              : '';
    }

    #put(items, isNew) {
        for (const item of items) {
            if (this.#lines.some((line) => line.id === item.id)) {
                continue; // sent again after a reconnect
            }
            this.#lines.unshift({
                id: item.id,
                node: item.kind === 'alert' ? this.#alert(item, isNew) : this.#event(item, isNew),
            });
        }
        this.#lines.length = Math.min(this.#lines.length, LINES_MAX);
        fill(
            this.#list,
            this.#lines.length === 0
                ? h('li', { class: 'nothing' }, 'Nothing yet.')
                : this.#lines.map((line) => line.node),
        );
    }

    #event(item, isNew) {
        return h(
            'li',
            { class: isNew ? 'event new' : 'event', data: { kind: 'usage' } },
            this.#time(item.time),
            h(
                'span',
                { class: 'event-who', title: item.session },
                [item.team, item.agent].filter(Boolean).join(' · ') || 'unattributed',
            ),
            h('span', { class: 'event-cost' }, costOf(item)),
            h(
                'span',
                { class: 'event-about' },
                [item.model, item.taskType, item.correction].filter(Boolean).join(' · '),
            ),
            h(
                'span',
                { class: 'event-tokens', title: `${count(item.promptTokens)} in, ${count(item.completionTokens)} out` },
                `${short(item.promptTokens + item.completionTokens)} tok`,
            ),
        );
    }

    #alert(item, isNew) {
        return h(
            'li',
            {
                class: isNew ? 'event new' : 'event',
                data: { kind: 'alert', severity: item.isResolved ? 'info' : item.severity },
            },
            this.#time(item.time),
            h(
                'span',
                { class: 'event-who' },
                `${item.isResolved ? 'Resolved' : SEVERITIES[item.severity]}: ${item.budget}`,
            ),
            h('span', { class: 'event-about', title: item.message }, alertText(item, this.#clock)),
        );
    }

    #time(date) {
        return h(
            'time',
            { class: 'event-time', datetime: date.toISOString(), title: this.#clock.full(date) },
            this.#clock.time(date),
        );
    }
}

const SEVERITIES = { info: 'Notice', warning: 'Warning', critical: 'Alert' };

/** What the message of an alert says, with times in the zone of the page. */
function alertText(item, clock) {
    const end = item.exhaustedAt === undefined ? '' : `, used up ${clock.near(item.exhaustedAt, item.time)}`;
    const firing = {
        actual: `${percent(item.threshold)} reached`,
        forecast: `will go over the limit${end}`,
        burn_rate: `spent ${item.threshold} times too fast${end}`,
    };
    const resolved = {
        actual: `below ${percent(item.threshold)}`,
        forecast: 'will stay within the limit',
        burn_rate: 'no longer spent too fast',
    };
    const what = (item.isResolved ? resolved : firing)[item.about];
    return `${shortLimit(item.spent)} of ${shortLimit(item.limit)} · ${what}`;
}

function costOf(item) {
    if (item.cost === undefined) {
        return unpriced();
    }
    return item.isFree ? 'free' : amount(item.cost);
}
