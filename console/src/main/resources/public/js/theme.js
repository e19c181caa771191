// The theme: the system's, until somebody chooses.
import { fill, h } from './dom.js';

const system = matchMedia('(prefers-color-scheme: dark)');

const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';

/** Makes `button` switch the theme; calls `changed` after every change, the system's own included. */
export function themeSwitch(button, changed) {
    const show = () => {
        const name = isDark() ? 'Light' : 'Dark';
        button.setAttribute('aria-label', `${name} theme`);
        fill(button, name, h('span', { class: 'wide-only' }, ' theme'));
    };
    button.addEventListener('click', () => {
        const theme = isDark() ? 'light' : 'dark';
        document.documentElement.dataset.theme = theme;
        try {
            localStorage.setItem('spendstream.theme', theme);
        } catch {
            // It lasts as long as the page.
        }
        show();
        changed();
    });
    system.addEventListener('change', () => {
        show();
        changed();
    });
    show();
}
