package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Metering.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Allowance;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/** Random budgets, defined and redefined at random moments among random events, against the ledger added up by itself. */
final class BudgetCountingTest {
    private static final int EVENTS = 150;
    private static final int DEFINITIONS = 12;
    private static final List<BudgetPeriod.Type> TYPES =
            List.of(BudgetPeriod.Type.HOUR, BudgetPeriod.Type.DAY, BudgetPeriod.Type.WEEK, BudgetPeriod.Type.MONTH);
    private static final List<String> ZONES =
            List.of("UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Europe/Berlin", "Pacific/Apia");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<String, Budget> budgets = new HashMap<>();
    private final Map<BudgetStateKey, BudgetState> states = new HashMap<>();
    private final List<LedgerLine> ledger = new ArrayList<>();

    @RepeatedTest(8)
    void aBudgetCountsEveryLineOfItsPeriodOnceWheneverItIsDefined() {
        try (Metering metering = Metering.started()) {
            metering.delete(Budget.DEFAULT_ID, NOON);
            for (int i = 0; i < EVENTS; i++) {
                if (random.nextInt(EVENTS) < DEFINITIONS) {
                    Budget budget = budget();
                    budgets.put(budget.id(), budget);
                    metering.define(budget, NOON);
                }
                metering.send(event(i), NOON);
                if (random.nextInt(10) == 0) {
                    metering.flush();
                }
            }
            metering.pass(Duration.ofSeconds(1));
            read(metering);
        }

        assertThat(ledger).as("seed %d", seed).isNotEmpty();
        states.forEach((key, state) ->
                assertThat(state.spent()).as("seed %d: %s", seed, key).isEqualTo(spentOf(state)));
        budgets.values().forEach(this::assertEveryValueHasAState);
    }

    private BudgetAmount spentOf(BudgetState state) {
        Allowance allowance = state.allowance();
        Tally sum = Tally.ZERO;
        if (!allowance.isTemplate()) {
            for (LedgerLine line : ledger) {
                boolean isIn = allowance.window().contains(line.timestamp())
                        && allowance.matches(line.attribution(), line.call());
                sum = isIn ? sum.plus(line.tally()) : sum;
            }
        }
        return allowance.limit().unit().of(sum);
    }

    private void assertEveryValueHasAState(Budget budget) {
        for (LedgerLine line : ledger) {
            Allowance everything = budget.allowance(Map.of(), budget.period().windowAt(line.timestamp()));
            boolean isCurrent = everything.window().contains(NOON.plusSeconds(30));
            if (isCurrent && everything.matches(line.attribution(), line.call())) {
                var values = new HashMap<BudgetDimension, String>();
                budget.each().forEach(each -> values.put(each, each.valueOf(line.attribution(), line.call())));
                assertThat(states).as("seed %d", seed).containsKey(new BudgetStateKey(budget.id(), values));
            }
        }
    }

    private void read(Metering metering) {
        metering.read(Topic.BUDGET_STATE).forEach(record -> {
            BudgetStateKey key = BudgetStateJson.readKey(record.key());
            if (record.value() == null) {
                states.remove(key);
            } else {
                states.put(key, BudgetStateJson.read(record.value()));
            }
        });
        ledger.addAll(metering.ledger());
    }

    private Budget budget() {
        var period = new BudgetPeriod(
                TYPES.get(random.nextInt(TYPES.size())),
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                DayOfWeek.of(1 + random.nextInt(7)),
                1 + random.nextInt(28));
        BudgetAmount limit = random.nextBoolean() ? BudgetAmount.usd(Money.of("3.5")) : BudgetAmount.tokens(3_000_000);
        Budget.Builder budget =
                Budget.builder("budget-" + random.nextInt(4), limit).period(period);
        for (BudgetDimension dimension :
                List.of(BudgetDimension.TEAM, BudgetDimension.SESSION, BudgetDimension.MODEL)) {
            switch (random.nextInt(4)) {
                case 0 -> budget.scope(dimension, dimension == BudgetDimension.MODEL ? "gpt-4o" : "v1");
                case 1 -> budget.each(dimension);
                default -> {
                    // not narrowed
                }
            }
        }
        return budget.build();
    }

    private UsageEvent event(int number) {
        boolean isCopy = number > 0 && random.nextInt(4) == 0;
        int id = isCopy ? random.nextInt(number) : number;
        var ofId = new Random(seed + id);
        Instant time = NOON.minusSeconds(ofId.nextInt(ofId.nextBoolean() ? 1_000 : 200_000));
        var attribution = Attribution.builder("v" + ofId.nextInt(3))
                .team(ofId.nextInt(5) == 0 ? null : "v" + ofId.nextInt(3))
                .build();
        // a copy is surer, and so may say something else
        long tokens = isCopy ? random.nextInt(2_000_000) : 1 + ofId.nextInt(1_000_000);
        return new UsageEvent(
                "e" + id,
                time,
                attribution,
                ModelCall.of("openai", ofId.nextBoolean() ? "gpt-4o" : "unheard-of"),
                UsageCounts.of(tokens, 0),
                isCopy ? UsageStatus.FINAL : UsageStatus.PROVISIONAL,
                null,
                null,
                null,
                Set.of());
    }
}
