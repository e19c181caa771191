// Which colour a name has: the same as long as the page is open, whatever the order of the day.
const COLOURS = [1, 2, 3, 4, 5, 6, 7];
const given = new Map();

/** Returns the colours of `names`, at most seven, in `group`: those they had before, as far as they are not taken. */
export function coloursOf(group, names) {
    const before = given.get(group) ?? new Map();
    given.set(group, before);
    const free = new Set(COLOURS);
    const chosen = new Map();
    for (const name of names) {
        const colour = before.get(name);
        if (free.delete(colour)) {
            chosen.set(name, colour);
        }
    }
    for (const name of names.filter((each) => !chosen.has(each))) {
        const [colour] = free;
        free.delete(colour);
        chosen.set(name, colour);
        before.set(name, colour);
    }
    return chosen;
}

/** Returns the colour that the custom property `name` has in the theme of now. */
export function colour(name) {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
}
