package io.spendstream.producer.guard;

import static io.spendstream.producer.guard.GuardBench.budget;
import static io.spendstream.producer.guard.GuardBench.call;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.Money;
import io.spendstream.producer.guard.GuardDecision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of calls while nobody knows what was spent of late. */
class StaleStateTest {
    private static final Duration LONGER_THAN_ALLOWED = Duration.ofSeconds(31);

    private final Logger logger = (Logger) LoggerFactory.getLogger(BudgetGuard.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Budget team =
            budget("team", "5").scope(BudgetDimension.TEAM, "team-a").build();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void failsOpenByDefaultButKeepsWhatIsKnownToBeSpent() {
        var bench = new GuardBench(Map.of());
        bench.spent(team, "1");
        bench.advance(LONGER_THAN_ALLOWED);

        assertThat(bench.guard().counters().isStale()).isTrue();
        assertThat(bench.guard().check(call())).isSameAs(GuardDecision.ALLOWED);

        bench.spent(team, "5");
        bench.advance(LONGER_THAN_ALLOWED);
        assertThat(bench.guard().check(call()).reason()).isEqualTo(Reason.EXCEEDED);
    }

    @Test
    void failsClosedIfConfiguredForCallsABlockingBudgetIsAbout() {
        var bench = new GuardBench(Map.of("guard.when.stale", "closed"));
        bench.spent(team, "1");
        assertThat(bench.guard().check(call()).isAllowed()).isTrue();

        bench.advance(LONGER_THAN_ALLOWED);

        GuardDecision decision = bench.guard().check(call());
        assertThat(decision.isAllowed()).isFalse();
        assertThat(decision.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(decision.message())
                .isEqualTo("the states of budgets were last read 31 s ago, and guard.when.stale is closed");
        assertThat(bench.guard().reserve(call(), CallAmount.NONE).isAllowed()).isFalse();
        assertThat(bench.guard().check(call("team-b", "s", "m")).isAllowed()).isTrue();
        assertThat(bench.guard().counters().unknown()).isEqualTo(2);
    }

    @Test
    void refusesEverythingUntilItHasReadTheBudgetsOnceWhereItFailsClosed() {
        var bench = new GuardBench(Map.of("guard.when.stale", "closed"), false);
        assertThat(bench.guard().check(call()).message())
                .isEqualTo("the states of budgets have not been read yet, and guard.when.stale is closed");

        bench.contact();

        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
    }

    @Test
    void onlyCountsWhatItDoesNotKnowWhereItObserves() {
        var bench = new GuardBench(Map.of("guard.when.stale", "closed", "guard.mode", "observe"), false);

        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
        assertThat(bench.guard().counters().unknown()).isEqualTo(1);
    }

    @Test
    void isNotStaleBecauseNobodySpends() {
        var bench = new GuardBench(Map.of("guard.when.stale", "closed"));
        bench.spent(team, "1");
        for (int i = 0; i < 100; i++) {
            bench.advance(Duration.ofSeconds(25));
            bench.contact();
            assertThat(bench.guard().check(call()).isAllowed()).isTrue();
        }
    }

    @Test
    void isStaleIfWhatIsSpentHereDoesNotShowThoughTheBrokersAnswer() {
        var bench = new GuardBench(Map.of("guard.when.stale", "closed"));
        bench.spent(team, "1");
        bench.guard().reserve(call(), CallAmount.usd("0.1")).settle(CallAmount.usd("0.1"));
        bench.advance(LONGER_THAN_ALLOWED);
        bench.contact();

        assertThat(bench.guard().check(call()).message())
                .isEqualTo("calls made 31 s ago do not show in any budget, and guard.when.stale is closed");

        bench.spent(team, "1.1");
        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
    }

    @Test
    void saysSoOncePerChange() {
        var bench = new GuardBench(Map.of());
        bench.spent(team, "1");
        for (int outage = 0; outage < 2; outage++) {
            bench.advance(LONGER_THAN_ALLOWED);
            for (int i = 0; i < 100; i++) {
                bench.guard().check(call());
                bench.feed().pass();
            }
            bench.contact();
            for (int i = 0; i < 100; i++) {
                bench.guard().check(call());
                bench.feed().pass();
            }
        }

        List<String> lines = log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("What was spent"))
                .toList();
        assertThat(lines)
                .hasSize(4)
                .contains("What was spent of late is not known: the states of budgets were last read 31 s ago;"
                        + " guard.when.stale is open, so calls are allowed")
                .contains("What was spent is known again, after 0 s");
    }

    @Test
    void isNotAnsweredByWhatItReadsAgainAfterAnOutage() {
        var bench = new GuardBench(Map.of("guard.when.stale", "closed"));
        BudgetState old = bench.state(team, Map.of(), BudgetAmount.usd(Money.of("1")));
        bench.put(old);
        bench.guard().reserve(call(), CallAmount.usd("0.1")).settle(CallAmount.usd("0.1"));
        bench.advance(LONGER_THAN_ALLOWED);

        bench.feed().replace(Map.of(old.key(), old));
        bench.contact();

        assertThat(bench.guard().check(call()).reason()).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void saysNothingOfTheMomentAStartTakes() {
        var bench = new GuardBench(Map.of(), false);
        bench.guard().check(call());
        bench.feed().pass();
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);

        bench.advance(LONGER_THAN_ALLOWED);
        bench.feed().pass();
        assertThat(log.list).extracting(ILoggingEvent::getLevel).contains(Level.WARN);
    }

    @Test
    void logsARefusalOncePerBudgetAndPeriod() {
        var bench = new GuardBench(Map.of());
        for (int day = 0; day < 2; day++) {
            bench.spent(team, "6");
            bench.contact();
            for (int i = 0; i < 50; i++) {
                bench.guard().check(call());
            }
            bench.advance(Duration.ofDays(1));
        }

        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage).filter(line -> line.contains("is spent")))
                .hasSize(2)
                .allMatch(line -> line.endsWith("; calls are refused"));
    }
}
