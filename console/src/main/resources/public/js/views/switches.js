// What spend over time is stacked by, and over how long.
import { byId, fill, h } from '../dom.js';
import { GROUPS, LABELS, WINDOWS } from '../route.js';

const WINDOW_NAMES = { '15m': '15 min', '24h': '24 h', '30d': '30 d' };

/** Shows what `route` has chosen; `go(route)` moves. */
export function showSwitches(route, go) {
    fill(
        byId('switches'),
        choice(
            'by',
            'Stacked by',
            GROUPS.map((group) => [group, LABELS[group]]),
            route.by,
            (by) => go({ ...route, by }),
        ),
        choice(
            'window',
            'Over the last',
            WINDOWS.map((each) => [each, WINDOW_NAMES[each]]),
            route.window,
            (chosen) => go({ ...route, window: chosen }),
        ),
    );
}

function choice(name, legend, options, chosen, changed) {
    return h(
        'fieldset',
        { class: 'switch' },
        h('legend', { class: 'unseen' }, legend),
        options.map(([value, text]) =>
            h(
                'label',
                {},
                h('input', {
                    type: 'radio',
                    name,
                    value,
                    checked: value === chosen,
                    data: { key: `${name}-${value}` },
                    onchange: () => changed(value),
                }),
                h('span', {}, text),
            ),
        ),
    );
}
