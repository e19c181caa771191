// What happens, as it happens. The browser's own way to reconnect gives up at the first answer that is not 200, so the
// reconnecting is done here: it never gives up, and goes on after the last event that was seen.
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 8000;

/** A connection that comes back. `on` has a function for each kind of event, and `state(name)`. */
export class Stream {
    #address;
    #on;
    #source;
    #lastId;
    #retry;
    #retryMs = RETRY_FIRST_MS;
    #wasOpen = false;

    constructor(on) {
        this.#on = on;
        addEventListener('online', () => this.#source?.readyState !== EventSource.OPEN && this.#open());
    }

    /** Begins anew at `address(lastId)`. */
    connect(address) {
        this.#address = address;
        this.#lastId = undefined;
        this.#wasOpen = false;
        this.#on.state('connecting');
        this.#open();
    }

    close() {
        clearTimeout(this.#retry);
        this.#source?.close();
    }

    #open() {
        this.close();
        const source = new EventSource(this.#address(this.#lastId));
        this.#source = source;
        source.addEventListener('error', () => this.#lost(source));
        source.addEventListener('hello', (event) => this.#hello(JSON.parse(event.data)));
        for (const kind of ['summary', 'problem', 'usage', 'alert']) {
            source.addEventListener(kind, (event) => {
                this.#lastId = event.lastEventId || this.#lastId;
                this.#on[kind](JSON.parse(event.data));
            });
        }
    }

    #hello(hello) {
        const isBack = this.#wasOpen;
        this.#wasOpen = true;
        this.#retryMs = RETRY_FIRST_MS;
        this.#on.state('live');
        if (isBack) {
            this.#on.back(hello.resumed);
        }
    }

    #lost(source) {
        if (source !== this.#source) {
            return;
        }
        this.close();
        this.#on.state('reconnecting');
        this.#retry = setTimeout(() => this.#open(), this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
    }
}
