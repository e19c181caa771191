// Asks for the token, where the server wants one.
import { ApiError, signIn } from '../api.js';
import { byId, fill, h } from '../dom.js';

/** Shows the form; `done()` is called once the server has taken the token. */
export function showSignIn(done) {
    if (!byId('sign-in').hidden) {
        return;
    }
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    const token = h('input', { type: 'password', autocomplete: 'current-password', required: true });
    const send = async (event) => {
        event.preventDefault();
        wrong.textContent = '';
        try {
            await signIn(token.value);
            hideSignIn();
            done();
        } catch (error) {
            if (!(error instanceof ApiError)) {
                throw error;
            }
            wrong.textContent = error.status === 401 ? 'This is not the token.' : error.message;
            token.focus();
        }
    };
    fill(
        byId('sign-in'),
        h('h2', { id: 'sign-in-title' }, 'This console asks for a token'),
        h(
            'p',
            { class: 'hint' },
            'It is the one the server was started with. It is kept in a cookie that scripts cannot read.',
        ),
        h(
            'form',
            { onsubmit: send },
            h('label', {}, 'Token', token),
            h('button', { class: 'button primary', type: 'submit' }, 'Open'),
            wrong,
        ),
    );
    byId('sign-in').hidden = false;
    byId('views').hidden = true;
    token.focus();
}

export function hideSignIn() {
    if (!byId('sign-in').hidden) {
        byId('sign-in').hidden = true;
        byId('views').hidden = false;
    }
}
