// The strip: what is wrong, in words, and where it says what to do. It is filled only when it changes, so that a screen
// reader reads it once.
import { byId, fill, h } from '../dom.js';

const WORDS = { warning: '! Warning', critical: '✕ Wrong' };
const SEVERITIES = ['critical', 'warning']; // the worst comes first
let warnings = [];
const problems = new Map(); // what those who asked were told, by who asked
let said = '[]';

/** Shows what the server warns of. */
export function showWarnings(list) {
    warnings = list;
    show();
}

/** Shows why `who` got no answer, or that they got one, without a `message`. */
export function showProblem(who, message) {
    if (message === undefined) {
        problems.delete(who);
    } else {
        problems.set(who, sentence(message));
    }
    show();
}

/** Shows no problem any more of those that are told again: everything is asked anew, but the stream tells one once. */
export function forgetProblems() {
    for (const who of [...problems.keys()].filter((one) => one !== 'stream')) {
        problems.delete(who);
    }
    show();
}

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

function show() {
    const items = warnings
        .map(({ code, severity, message, runbook }) => ({ code, severity, message, runbook }))
        .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
    for (const message of new Set(problems.values())) {
        items.unshift({ code: 'page', severity: 'critical', message });
    }
    const now = JSON.stringify(items);
    if (now !== said) {
        said = now;
        fill(byId('strip'), items.map(line));
    }
}

function line({ code, severity, message, runbook }) {
    return h(
        'div',
        { class: 'strip-item', data: { severity, code } },
        h('span', { class: 'strip-word' }, WORDS[severity]),
        h('p', {}, message),
        runbook && h('a', { class: 'strip-link', href: `.${runbook}` }, 'What to do'),
    );
}
