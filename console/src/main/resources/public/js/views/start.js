// Before the first event: the ways to send one, and a button that does.
import { ApiError, sendDemoEvent } from '../api.js';
import { byId, fill, h } from '../dom.js';

const CLI = `./spendstream track \\
  --provider openai --api chat \\
  --team search --task-type summarise \\
  --session s1 response.json`;

const JAVA = `try (var tracker =
    TokenTracker.fromEnvironment()) {
  tracker.track(
      new TrackContext(who, "openai",
          "chat", "gpt-4o"),
      () -> client.post(request));
}`;

const KAFKA = `topic  spendstream.usage
key    openai:chatcmpl-9x1
value  {"schema_version": 1,
  "event_id": "openai:chatcmpl-9x1",
  "timestamp": "${new Date().toISOString()}",
  "session_id": "s1",
  "task_type": "summarise",
  "provider": "openai",
  "model": "gpt-4o",
  "usage": {"input": 1200, "output": 350}}`;

/** Shows the panel in the place of the views. */
export function showStart() {
    if (!byId('start').hidden) {
        return;
    }
    const said = h('p', { class: 'hint', role: 'status' });
    const button = h('button', { class: 'button primary', type: 'button', id: 'demo-event' }, 'Send a demo event');
    button.addEventListener('click', () => send(button, said));
    fill(
        byId('start'),
        h('h2', { id: 'start-title' }, 'Waiting for the first event'),
        h(
            'p',
            { class: 'start-lead' },
            'Spendstream is running and nobody has told it of a model call yet. ',
            'Send one from here, or in any of these ways; this page changes by itself when it arrives. ',
            'To see a small fleet at work, start with ',
            h('code', {}, './spendstream up --demo'),
            '.',
        ),
        h('div', { class: 'start-first' }, button, said),
        h(
            'div',
            { class: 'ways' },
            way('From a shell', CLI),
            way('From Java, in the agent', JAVA),
            way('From anything that speaks Kafka', KAFKA),
        ),
    );
    byId('start').hidden = false;
    byId('views').hidden = true;
}

/** Hides the panel; returns whether it was there. */
export function hideStart() {
    if (byId('start').hidden) {
        return false;
    }
    byId('start').hidden = true;
    byId('views').hidden = false;
    return true;
}

async function send(button, said) {
    button.disabled = true;
    said.textContent = 'Sending…';
    try {
        await sendDemoEvent();
        said.textContent = 'Sent. It is priced and on its way into the ledger.';
    } catch (error) {
        if (!(error instanceof ApiError)) {
            throw error;
        }
        said.textContent = error.message;
        button.disabled = false;
    }
}

function way(name, text) {
    return h(
        'div',
        { class: 'way' },
        h('h3', {}, name),
        h('pre', { tabindex: '0', 'aria-label': name }, h('code', {}, text)),
    );
}
