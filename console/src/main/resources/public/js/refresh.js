// When the views ask again. A view that is asked for twice is asked once more after the answer; answers to questions
// that are no longer asked are thrown away.

/**
 * Asks with `ask(route)` and shows with `show(answer, route)`; `failed(error)` hears of what went wrong. `isFailing` says
 * that it did the last time.
 */
export class Question {
    #ask;
    #show;
    #failed;
    #number = 0;
    #running;
    #again;
    isFailing = false;

    constructor(ask, show, failed) {
        this.#ask = ask;
        this.#show = show;
        this.#failed = failed;
    }

    /** Asks anew, whatever is under way: the route has changed. */
    now(route) {
        this.#number++;
        this.#running = this.#run(route, this.#number);
        return this.#running;
    }

    /** Asks again, after the answer that is under way if there is one. */
    later(route) {
        if (this.#running) {
            this.#again = route;
            return this.#running;
        }
        return this.now(route);
    }

    async #run(route, number) {
        this.#again = undefined;
        try {
            const answer = await this.#ask(route);
            if (number === this.#number) {
                this.isFailing = false;
                this.#show(answer, route);
            }
        } catch (error) {
            if (number === this.#number) {
                this.isFailing = true;
                this.#failed(error);
            }
        } finally {
            if (number === this.#number) {
                this.#running = undefined;
                if (this.#again) {
                    this.later(this.#again);
                }
            }
        }
    }
}
