// The page: the address says what is shown, the API answers, the stream says when to ask again.
import * as api from './api.js';
import { isOfJustNow } from './beginning.js';
import { byId } from './dom.js';
import { Question } from './refresh.js';
import { address, follow, openLevel, read } from './route.js';
import { Stream } from './stream.js';
import { clock } from './text.js';
import { themeSwitch } from './theme.js';
import { showBreakdown, showCrumbs } from './views/breakdown.js';
import { showBudgets } from './views/budgets.js';
import { showConnection } from './views/connection.js';
import { showFoot } from './views/foot.js';
import { Headline } from './views/headline.js';
import { hideSignIn, showSignIn } from './views/sign-in.js';
import { SpendView } from './views/spend.js';
import { hideStart, showStart } from './views/start.js';
import { forgetProblems, showProblem, showWarnings } from './views/strip.js';
import { showSwitches } from './views/switches.js';
import { TailView } from './views/tail.js';
import { showZone } from './views/zone.js';

const AGAIN_MS = 4000; // how often the slower views ask while events come in
const IDLE_MS = 60_000; // how often they ask while none do: the clock moves on

let route = read(location.search);
let times = clock(route.zone);
let isStale = false;
let askedAt = 0;
let isChosen = location.search !== ''; // whether somebody said what is to be shown

const headline = new Headline();
const spendView = new SpendView();
const tailView = new TailView();

const summary = question('summary', api.summary, showSummary);
const spend = question('spend', api.spend, showSpend);
const breakdown = question(
    'breakdown',
    (asked) => api.breakdown(asked, openLevel(asked.filter)),
    (answer, asked) => showBreakdown(answer, asked),
);
const budgets = question('budgets', api.budgets, (answer, asked) => showBudgets(answer, asked, times));
const tail = question('tail', api.tail, (items) => tailView.reset(items, times));

const stream = new Stream({
    state: showConnection,
    summary: (data) => {
        showProblem('stream');
        showProblem('summary');
        showSummary(api.asSummary(data));
        isStale = true;
    },
    problem: ({ detail }) => showProblem('stream', detail),
    usage: (data) => {
        tailView.add(data.events.map(api.asEvent).reverse(), data.left_out);
        isStale = true;
    },
    alert: (data) => {
        tailView.add([api.asAlert(data)]);
        isStale = true;
    },
    back: (isWithoutGap) => {
        showProblem('stream');
        forgetProblems();
        askAll();
        if (!isWithoutGap) {
            tail.later(route);
        }
    },
});

const go = follow((next) => {
    const isOtherSpend = JSON.stringify([next.filter, next.zone]) !== JSON.stringify([route.filter, route.zone]);
    route = next;
    isChosen = true;
    show(isOtherSpend);
});

function show(isOtherSpend) {
    times = clock(route.zone);
    showZone(route, go);
    showSwitches(route, go);
    showCrumbs(route);
    forgetProblems();
    spend.now(route);
    breakdown.now(route);
    if (isOtherSpend) {
        summary.now(route);
        budgets.now(route);
        tail.now(route);
        const { filter, zone } = route;
        showProblem('stream');
        stream.connect((lastId) => api.streamAddress({ filter, zone }, lastId));
    }
}

function askAll() {
    isStale = false;
    askedAt = Date.now();
    for (const each of [spend, breakdown, budgets, ...[summary, tail].filter((other) => other.isFailing)]) {
        each.later(route);
    }
}

function showSummary(answer) {
    hideSignIn();
    if (answer.isEmpty) {
        showStart();
    } else if (hideStart()) {
        tail.now(route);
        askAll();
    }
    headline.show(answer, times);
    showWarnings(answer.warnings);
}

function showSpend(answer, asked) {
    if (!isChosen && isOfJustNow(answer)) {
        history.replaceState(null, '', address({ ...route, window: '15m' }));
        route = read(location.search);
        isChosen = true;
        show(false);
        return;
    }
    isChosen ||= answer.total.calls > 0;
    spendView.show(answer, asked, times);
}

function question(who, ask, showAnswer) {
    const answered = (answer, asked) => {
        showProblem(who);
        showAnswer(answer, asked);
    };
    return new Question(ask, answered, (error) => failed(who, error));
}

function failed(who, error) {
    if (error.status === 401) {
        stream.close();
        showConnection('closed');
        showSignIn(() => show(true));
        return;
    }
    if (!(error instanceof api.ApiError)) {
        throw error;
    }
    isStale ||= error.status >= 500; // the server may answer again any moment
    if (error.status > 0) {
        showProblem(who, error.message); // without an answer, the connection says that it reconnects
    }
}

themeSwitch(byId('theme'), () => spendView.redraw());
showFoot();
show(true);
setInterval(() => {
    headline.tick();
    const wait = isStale ? AGAIN_MS : IDLE_MS;
    if (!document.hidden && Date.now() - askedAt >= wait) {
        askAll();
    }
}, 1000);
