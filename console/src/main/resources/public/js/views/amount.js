// An amount of money as every view shows it: short to read, whole to look at.
import { h } from '../dom.js';
import { dollars, fullDollars } from '../money.js';
import { count, short } from '../text.js';

const WHY = 'No price is known for it, so its cost is in no sum yet. It will be, once a price is applied.';

/** Returns `units` of 1e-14 USD; the whole amount is in the tooltip. */
export const amount = (units) => h('data', { value: fullDollars(units), title: fullDollars(units) }, dollars(units));

/** Returns the mark of calls without a known cost; without `calls`, of the only one or of all. */
export const unpriced = (calls) =>
    h('span', { class: 'unpriced', title: WHY }, calls === undefined ? 'unpriced' : `${count(calls)} unpriced`);

/** Returns the cost of `sums`: what is not known is said, and never shown as nothing. */
export function cost(sums) {
    if (sums.cost === undefined) {
        return unpriced();
    }
    return sums.unpriced > 0 ? [unpriced(sums.unpriced), ' ', amount(sums.cost)] : amount(sums.cost);
}

/** Returns an amount of a budget, which is of dollars or of tokens, short to read. */
export const shortLimit = ({ units, tokens }) => (tokens === undefined ? dollars(units) : `${short(tokens)} tokens`);

/** Returns an amount of a budget with all its digits. */
export const wholeLimit = ({ units, tokens }) =>
    tokens === undefined ? fullDollars(units) : `${count(tokens)} tokens`;
