// Where the page begins while the ledger is young: of a day of which only minutes have spend, the chart is one bar.

/** Returns whether all that `spend` shows happened in its last two bars. */
export function isOfJustNow({ series, times, total }) {
    const isNothing = (_, index) => series.every((each) => each.points[index] === 0n);
    return total.calls > 0 && times.slice(0, -2).every(isNothing);
}
