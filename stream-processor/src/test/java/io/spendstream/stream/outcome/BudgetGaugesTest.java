package io.spendstream.stream.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class BudgetGaugesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Budget BUDGET = Budget.builder("agents", BudgetAmount.usd(Money.of("10")))
            .each(BudgetDimension.AGENT)
            .period(BudgetPeriod.of(BudgetPeriod.Type.DAY, ZoneOffset.UTC))
            .build();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = NOON;
    private final BudgetGauges gauges = new BudgetGauges(registry, () -> now);

    @Test
    void theAgentNearestToTheLimitIsShown() {
        put(0, "a", "1");
        put(1, "b", "7");
        put(0, "c", "3");

        assertThat(ratio()).isEqualTo(0.7);
        assertThat(value("ai.budget.used.cents")).isEqualTo(700);
        assertThat(value("ai.budget.limit.cents")).isEqualTo(1000);
        assertThat(value("ai.budget.reset.timestamp.seconds"))
                .isEqualTo((double) Instant.parse("2026-11-23T00:00:00Z").getEpochSecond());
    }

    @Test
    void theNextOneIsShownWhereTheHighestFallsGoesOrIsSomebodyElses() {
        put(0, "a", "5");
        put(0, "b", "7");
        put(1, "c", "9");

        gauges.drop(1);
        assertThat(ratio()).isEqualTo(0.7);
        put(0, "b", "4");
        assertThat(ratio()).isEqualTo(0.5);
        gauges.remove(0, key("a"));
        assertThat(ratio()).isEqualTo(0.4);
    }

    @Test
    void oneWhosePeriodRunsIsAboveOneWhosePeriodIsOver() {
        put(0, "a", "9");
        now = NOON.plus(Duration.ofDays(1));
        assertThat(ratio()).isZero();

        put(0, "b", "2");

        assertThat(ratio()).isEqualTo(0.2);
    }

    @Test
    void whatWasNeverShownCanGo() {
        gauges.remove(3, key("a"));
        gauges.drop(3);

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void noGaugeIsLeftWhenTheLastStateHasGone() {
        put(0, "a", "9");
        put(0, "a", "8");
        gauges.remove(0, key("a"));

        assertThat(registry.getMeters()).isEmpty();
        gauges.remove(0, key("a"));
        put(0, "a", "1");
        assertThat(ratio()).isEqualTo(0.1);
        gauges.clear();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void whatIsShownIsWhatASearchOfAllStatesWouldFind() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        Map<String, Integer> spent = new HashMap<>();
        for (int step = 0; step < 5_000; step++) {
            String agent = "agent-" + random.nextInt(20);
            int partition = agent.hashCode() & 1;
            if (random.nextInt(4) == 0) {
                gauges.remove(partition, key(agent));
                spent.remove(agent);
            } else {
                int dollars = random.nextInt(12);
                put(partition, agent, String.valueOf(dollars));
                spent.put(agent, dollars);
            }
            if (random.nextBoolean()) {
                double highest =
                        spent.values().stream().mapToInt(it -> it).max().orElse(-1);
                double shown = spent.isEmpty() ? -0.1 : ratio();
                assertThat(shown).as("seed %d, step %d", seed, step).isEqualTo(highest / 10);
            }
        }
    }

    private void put(int partition, String agent, String dollars) {
        var allowance = BUDGET.allowance(
                Map.of(BudgetDimension.AGENT, agent), BUDGET.period().windowAt(now));
        gauges.put(
                partition, key(agent), BudgetState.of(BUDGET, allowance, BudgetAmount.usd(Money.of(dollars)), 0, now));
    }

    private static Bytes key(String agent) {
        return Bytes.wrap(agent.getBytes(UTF_8));
    }

    private double ratio() {
        return value("ai.budget.used.ratio");
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }
}
