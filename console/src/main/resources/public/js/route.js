// What the page shows is in its address: it survives a reload, can be sent to a colleague, and Back undoes a click.

/** The order of the drill-down; each step narrows the one before. */
export const LEVELS = ['team', 'agent', 'task_type', 'model', 'session'];

export const GROUPS = ['team', 'agent', 'task_type', 'model'];
export const WINDOWS = ['15m', '24h', '30d'];

export const LABELS = { team: 'Team', agent: 'Agent', task_type: 'Task type', model: 'Model', session: 'Session' };

/** Returns what the address says; what it does not say, or says wrongly, is as at the start. */
export function read(search) {
    const query = new URLSearchParams(search);
    const filter = {};
    for (const level of LEVELS) {
        if (query.has(level)) {
            filter[level] = query.get(level);
        }
    }
    return {
        by: GROUPS.includes(query.get('by')) ? query.get('by') : groupAt(filter),
        window: WINDOWS.includes(query.get('window')) ? query.get('window') : '24h',
        zone: isZone(query.get('tz')) ? query.get('tz') : 'UTC',
        filter,
    };
}

/** Returns the address of `route`; what is as at the start is left out. */
export function address({ by, window, zone, filter }) {
    const query = new URLSearchParams();
    for (const level of LEVELS) {
        if (filter[level] !== undefined) {
            query.set(level, filter[level]);
        }
    }
    if (by !== groupAt(filter)) {
        query.set('by', by);
    }
    if (window !== '24h') {
        query.set('window', window);
    }
    if (zone !== 'UTC') {
        query.set('tz', zone);
    }
    const text = query.toString();
    return text === '' ? './' : `./?${text}`;
}

function isZone(name) {
    try {
        return name !== null && Boolean(new Intl.DateTimeFormat('en-GB', { timeZone: name }));
    } catch {
        return false;
    }
}

/** Returns what spend is stacked by within `filter` if nobody says: what the table lists, if that can be chosen. */
function groupAt(filter) {
    const level = openLevel(filter);
    return GROUPS.includes(level) ? level : GROUPS.at(-1);
}

/** Returns `route` with another filter; spend goes on being stacked by what the table lists, if it is so now. */
export function within(route, filter) {
    return { ...route, filter, by: route.by === groupAt(route.filter) ? groupAt(filter) : route.by };
}

/** Returns the first level that `filter` leaves open, the last if none. */
export const openLevel = (filter) => LEVELS.find((level) => filter[level] === undefined) ?? LEVELS.at(-1);

/** Follows the address: `changed(route)` is called at each move; returns how to move. */
export function follow(changed) {
    addEventListener('popstate', () => changed(read(location.search)));
    document.addEventListener('click', (event) => {
        const link = event.target.closest?.('a[data-link]');
        const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (link && isPlain) {
            event.preventDefault();
            go(new URL(link.href).search);
        }
    });
    function go(search) {
        history.pushState(null, '', search === '' ? location.pathname : search);
        changed(read(search));
    }
    return (route) => go(new URL(address(route), location.href).search);
}
