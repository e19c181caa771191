// Numbers and times as people read them.
const WHOLE = new Intl.NumberFormat('en-US');
const SHORT = new Intl.NumberFormat('en-US', {
    notation: 'compact',
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
});

/** Returns `number` with all its digits: 1,234,567. */
export const count = (number) => WHOLE.format(number);

/** Returns `number` in short: 1.23M; below ten thousand with all its digits. */
export const short = (number) => (Math.abs(number) < 10_000 ? WHOLE.format(number) : SHORT.format(number));

/** Returns `one` or `many` with its number: 1 call, 2 calls. */
export const counted = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

/** Returns `share`, a number, in per cent; what is more than nothing is never 0 %, less than all never 100 %. */
export function percent(share) {
    const whole = Math.round(share * 100);
    if (share < 1 && whole === 100) {
        return '>99 %';
    }
    return share > 0 && whole === 0 ? '<1 %' : `${count(whole)} %`;
}

/** Returns a length of time in its two largest units: 4 min 10 s. */
export function duration(seconds) {
    if (seconds < 10) {
        return `${Math.max(0, seconds).toFixed(1)} s`;
    }
    const units = [
        ['d', 86_400],
        ['h', 3600],
        ['min', 60],
        ['s', 1],
    ];
    const first = units.findIndex(([, size]) => seconds >= size);
    let rest = Math.round(seconds);
    return units
        .slice(first, first + 2)
        .map(([name, size]) => {
            const whole = Math.floor(rest / size);
            rest -= whole * size;
            return whole === 0 ? '' : `${whole} ${name}`;
        })
        .filter(Boolean)
        .join(' ');
}

/** The forms of times in `zone`. */
export function clock(zone) {
    const form = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
    const [second, minute, day, full, weekday] = [
        form({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
        form({ hour: '2-digit', minute: '2-digit' }),
        form({ day: 'numeric', month: 'short' }),
        form({ dateStyle: 'medium', timeStyle: 'long' }),
        form({ weekday: 'short', day: 'numeric', month: 'short' }),
    ];
    return {
        zone,
        time: (date) => second.format(date),
        minute: (date) => minute.format(date),
        day: (date) => day.format(date),
        weekday: (date) => weekday.format(date),
        full: (date) => full.format(date),
        /** The days from the first moment to before the last: 1–22 Oct. */
        days(from, until) {
            const last = new Date(until.getTime() - 1);
            const [first, end] = [day.format(from), day.format(last)];
            const isOneMonth = first.split(' ')[1] === end.split(' ')[1];
            return first === end
                ? end
                : `${isOneMonth ? first.split(' ')[0] : `${first} `}–${isOneMonth ? '' : ' '}${end}`;
        },
        /** The time today, with the day at any other. */
        near: (date, now) => (day.format(date) === day.format(now) ? '' : `${day.format(date)} `) + minute.format(date),
    };
}
