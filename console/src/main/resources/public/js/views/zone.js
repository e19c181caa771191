// Whose days are meant.
import { byId, fill, h } from '../dom.js';

export function showZone(route, go) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const zones = [...new Set(['UTC', here, route.zone].filter(Boolean))];
    fill(
        byId('zone'),
        zones.length === 1
            ? `Days in ${zones[0]}`
            : h(
                  'label',
                  {},
                  'Days in ',
                  h(
                      'select',
                      { data: { key: 'zone' }, onchange: (event) => go({ ...route, zone: event.target.value }) },
                      zones.map((zone) => h('option', { value: zone, selected: zone === route.zone }, zone)),
                  ),
              ),
    );
}
