// Elements without markup in strings: what comes from events is only ever text.

/**
 * Returns an element. Attributes whose value is false, null or undefined are left out; `--name` sets a custom property,
 * `onclick` and the like listen, `data` fills the data set. Children are nodes, texts, or lists of them.
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === false || value === null || value === undefined) {
            continue;
        }
        if (name.startsWith('--')) {
            element.style.setProperty(name, value);
        } else if (name.startsWith('on')) {
            element.addEventListener(name.slice(2), value);
        } else if (name === 'data') {
            Object.assign(element.dataset, value);
        } else {
            element.setAttribute(name, value === true ? '' : value);
        }
    }
    element.append(
        ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
    );
    return element;
}

export const byId = (id) => document.getElementById(id);

/** Replaces what is in `parent`, and gives the focus back to the element with the same `data-key` if it had it. */
export function fill(parent, ...children) {
    const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
    if (key !== undefined) {
        parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    }
}
