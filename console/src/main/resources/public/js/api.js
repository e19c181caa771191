// The report API, as the views want it: amounts exact, times as dates, unknown as undefined.
import { exact } from './money.js';
import { LEVELS } from './route.js';

/** An answer that is not one; `status` is 0 if there was no answer at all. */
export class ApiError extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

export const summary = async (route) => asSummary(await get('summary', filters(route)));

export async function spend(route) {
    return asSpend(await get('spend', { ...filters(route), group_by: route.by, window: route.window, top: 7 }));
}

/** What is spent within the filter, by `level`; sessions are added up from the rows, so from a day of them at most. */
export async function breakdown(route, level) {
    const window = level === 'session' && route.window === '30d' ? '24h' : route.window;
    const answer = await get('breakdown', { ...filters(route), group_by: level, window, limit: 100 });
    return {
        level,
        window,
        rows: answer.rows.map((row) => ({ name: row.key, share: optional(Number, row.cost_share), ...asSums(row) })),
        groups: answer.groups,
        total: asSums(answer.total),
    };
}

export async function budgets(route) {
    const answer = await get('budgets', { ...withoutZone(filters(route)), limit: 100 });
    return { budgets: answer.budgets.map(asBudget), count: answer.count, asOf: new Date(answer.as_of) };
}

/** The newest events and alerts. */
export async function tail(route) {
    const query = withoutZone(filters(route));
    const [events, alerts] = await Promise.all([
        get('events', { ...query, limit: 40 }),
        get('alerts', { ...query, limit: 10 }),
    ]);
    return [...events.events.map(asEvent), ...alerts.alerts.map(asAlert)];
}

export const sendDemoEvent = () => request('POST', 'demo-event', {});

export const signIn = (token) => request('POST', 'session', { token });

/** The address of the stream of what happens within the filter, after the event `lastId` if there was one. */
export const streamAddress = (route, lastId) =>
    `api/v1/stream?${new URLSearchParams({ ...filters(route), ...(lastId && { last_event_id: lastId }) })}`;

export function asSummary(answer) {
    return {
        asOf: new Date(answer.as_of),
        isEmpty: answer.is_empty,
        perHour: {
            cost: optional(exact, answer.spend_per_hour.usd),
            minutes: answer.spend_per_hour.window_minutes,
            calls: answer.spend_per_hour.calls,
            unpriced: answer.spend_per_hour.unpriced_calls,
            method: answer.spend_per_hour.method,
        },
        today: asSums(answer.today),
        month: asSums(answer.month_to_date),
        lastMonth: {
            ...asSums(answer.last_month_to_date),
            from: new Date(answer.last_month_to_date.from),
            until: new Date(answer.last_month_to_date.to),
        },
        tokensPerMinute: answer.tokens_per_minute,
        ageSeconds: optional(
            Number,
            answer.freshness.newest_event_age_seconds ?? answer.freshness.newest_row_age_seconds,
        ),
        warnings: answer.warnings,
    };
}

export function asEvent(event) {
    return {
        kind: 'usage',
        id: event.id,
        time: new Date(event.timestamp),
        team: event.team,
        agent: event.agent,
        taskType: event.task_type,
        model: event.model,
        session: event.session,
        correction: event.entry > 0 ? (event.reason ?? 'correction') : undefined,
        promptTokens: event.prompt_tokens ?? 0,
        completionTokens: event.completion_tokens ?? 0,
        cost: optional(exact, event.cost_usd),
        isFree: event.pricing_status === 'free',
    };
}

export function asAlert(alert) {
    return {
        kind: 'alert',
        about: alert.kind,
        id: alert.id,
        time: new Date(alert.time),
        severity: alert.severity,
        isResolved: alert.state === 'resolved',
        budget: [alert.budget_name, ...Object.values(alert.values)].join(' · '),
        threshold: Number(alert.threshold),
        spent: budgetAmount(alert.unit, alert.spend),
        limit: budgetAmount(alert.unit, alert.limit),
        exhaustedAt: optional((text) => new Date(text), alert.exhausted_at),
        message: alert.message,
    };
}

function asSpend(answer) {
    const times = answer.buckets.map((bucket) => new Date(bucket.start));
    return {
        from: new Date(answer.from),
        to: new Date(answer.to),
        bucket: answer.bucket,
        times,
        ends: answer.buckets.map((bucket) => new Date(bucket.end)),
        series: answer.series.map((each) => ({
            name: each.name,
            isOther: each.is_other,
            total: asSums(each.total),
            points: each.cost_usd.map((cost) => optional(exact, cost)),
            unpriced: each.unpriced_calls,
        })),
        total: asSums(answer.total),
    };
}

function asSums(sums) {
    return {
        calls: sums.calls,
        unpriced: sums.unpriced_calls,
        promptTokens: sums.prompt_tokens,
        completionTokens: sums.completion_tokens,
        cost: optional(exact, sums.cost_usd),
    };
}

function asBudget(budget) {
    const values = Object.values(budget.values);
    return {
        id: [budget.id, ...values].join(' '),
        name: [budget.name, ...values].join(' · '),
        period: PERIODS[budget.period.type],
        spent: budgetAmount(budget.unit, budget.actual),
        limit: budgetAmount(budget.unit, budget.limit),
        ratio: Number(budget.actual_ratio),
        paceRatio: optional(Number, budget.pace_ratio),
        forecastRatio: optional(Number, budget.forecast_ratio),
        exhaustedAt: optional((text) => new Date(text), budget.exhausted_at),
        status: budget.status,
        unpriced: budget.unpriced_calls,
        blocks: budget.action === 'block',
    };
}

const budgetAmount = (unit, text) => (unit === 'tokens' ? { tokens: Number(text) } : { units: exact(text) });

const PERIODS = { session: 'each session', hour: 'this hour', day: 'today', week: 'this week', month: 'this month' };

function filters(route) {
    const query = { tz: route.zone };
    for (const level of LEVELS) {
        if (route.filter[level] !== undefined) {
            query[level] = route.filter[level];
        }
    }
    return query;
}

const withoutZone = ({ tz: _, ...rest }) => rest;

const optional = (read, value) => (value === null || value === undefined ? undefined : read(value));

const get = (path, query) => request('GET', `${path}?${new URLSearchParams(query)}`);

async function request(method, path, body) {
    let response;
    try {
        response = await fetch(`api/v1/${path}`, {
            method,
            headers: body === undefined ? {} : { 'content-type': 'application/json' },
            body: body === undefined ? undefined : JSON.stringify(body),
            cache: 'no-store',
        });
    } catch {
        throw new ApiError(0, 'The server does not answer.');
    }
    const text = await response.text();
    const answer = text === '' ? {} : parsed(text);
    if (!response.ok) {
        throw new ApiError(response.status, answer.detail ?? answer.title ?? `The server answered ${response.status}.`);
    }
    return answer;
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return { detail: text.slice(0, 200) };
    }
}
