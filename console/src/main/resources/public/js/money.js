// Exact money. Amounts travel as decimal strings and are whole numbers of 1e-14 USD here; a floating-point number is
// made of them only where something is drawn.
const DIGITS = 14;
const UNIT = 10n ** BigInt(DIGITS);

/** Returns the amount that `text` says, as a whole number of 1e-14 USD. */
export function exact(text) {
    const match = /^(-?)(\d+)(?:\.(\d{1,14})0*)?$/.exec(text);
    if (!match) {
        throw new Error(`an amount must be a decimal string: ${text}`);
    }
    const [, sign, whole, fraction = ''] = match;
    const units = BigInt(whole) * UNIT + BigInt(fraction.padEnd(DIGITS, '0'));
    return sign ? -units : units;
}

/** Returns `units` with all its digits, without zeros that say nothing: `$0.0123`, at least two decimals. */
export function fullDollars(units) {
    const { sign, whole, fraction } = parts(units, DIGITS);
    return `${sign}$${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}

/** Returns `units` as people read it: cents above a dollar, more digits for less, never $0.00 for what is not zero. */
export function dollars(units) {
    const size = units < 0n ? -units : units;
    if (size === 0n || size >= UNIT) {
        return rounded(units, 2);
    }
    if (size >= UNIT / 10_000n) {
        return rounded(units, 4);
    }
    return size >= UNIT / 100_000_000n ? rounded(units, 8) : '<$0.00000001';
}

/** Returns `part` of `whole` as a number, for drawing; 0 of nothing. */
export function ratio(part, whole) {
    return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}

/** Returns `units` in dollars as a number, for drawing only. */
export const drawn = (units) => Number(units) / Number(UNIT);

/** Returns by how much `now` is more than `before`, in per cent with a sign, or nothing if there is no before. */
export function change(now, before) {
    if (before <= 0n) {
        return undefined;
    }
    const permille = divided((now - before) * 1000n, before);
    const size = permille < 0n ? -permille : permille;
    const sign = permille < 0n ? '−' : '+';
    return `${sign}${grouped(size / 10n)}.${size % 10n} %`;
}

function rounded(units, decimals) {
    const { sign, whole, fraction } = parts(divided(units, 10n ** BigInt(DIGITS - decimals)), decimals);
    return `${sign}$${whole}.${fraction}`;
}

/** Divides and rounds half away from zero. */
function divided(number, by) {
    const half = by / 2n;
    return number < 0n ? -((-number + half) / by) : (number + half) / by;
}

function parts(number, decimals) {
    const size = number < 0n ? -number : number;
    const scale = 10n ** BigInt(decimals);
    return {
        sign: number < 0n ? '−' : '',
        whole: grouped(size / scale),
        fraction: (size % scale).toString().padStart(decimals, '0'),
    };
}

const grouped = (number) => number.toString().replace(/\B(?=(\d{3})+$)/g, ',');
