package io.spendstream.stream.simulation;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes budgets: of all shapes, changed in every way, deleted and defined again. */
final class BudgetCases {
    private static final List<String> ZONES = List.of("UTC", "UTC", "Asia/Kolkata", "America/New_York");
    private static final List<String> RATIOS = List.of("0.25", "0.5", "0.8", "1", "1.5", "0.333333");

    private final Random random;
    private final List<Budget> defined = new ArrayList<>();

    BudgetCases(Random random) {
        this.random = random;
    }

    /** Returns a definition, or that one is deleted. */
    Step next() {
        if (!defined.isEmpty() && random.nextInt(6) == 0) {
            return new Step.Delete(defined.get(random.nextInt(defined.size())).id());
        }
        if (random.nextInt(25) == 0) {
            return new Step.Delete(Budget.DEFAULT_ID);
        }
        Budget budget = !defined.isEmpty() && random.nextBoolean()
                ? changed(defined.get(random.nextInt(defined.size())))
                : budget("budget-" + random.nextInt(3));
        defined.add(budget);
        return new Step.Define(budget);
    }

    private Budget changed(Budget budget) {
        BudgetAmount limit = random.nextInt(3) > 0 ? limit(budget.limit().unit().scale() == 0) : budget.limit();
        Budget.Builder changed =
                Budget.builder(budget.id(), limit).period(budget.period()).thresholds(thresholds());
        budget.scope().forEach(changed::scope);
        budget.each().forEach(changed::each);
        return changed.build();
    }

    private Budget budget(String id) {
        Budget.Builder budget =
                Budget.builder(id, limit(random.nextInt(4) == 0)).thresholds(thresholds());
        Set<BudgetDimension> narrowed = new HashSet<>();
        if (random.nextInt(3) == 0) {
            budget.scope(BudgetDimension.TEAM, random.nextBoolean() ? "care" : "search");
            narrowed.add(BudgetDimension.TEAM);
        }
        if (random.nextInt(4) == 0) {
            budget.scope(BudgetDimension.MODEL, "atlas");
            narrowed.add(BudgetDimension.MODEL);
        }
        List<BudgetDimension> apart = new ArrayList<>(List.of(BudgetDimension.SESSION, BudgetDimension.TASK_TYPE));
        if (!narrowed.contains(BudgetDimension.TEAM)) {
            apart.add(BudgetDimension.TEAM);
        }
        List<BudgetPeriod.Type> types = List.of(BudgetPeriod.Type.values());
        BudgetPeriod.Type type = types.get(random.nextInt(types.size()));
        if (type == BudgetPeriod.Type.SESSION) {
            budget.each(BudgetDimension.SESSION);
        }
        if (random.nextInt(3) == 0) {
            budget.each(apart.get(random.nextInt(apart.size())));
        }
        String zone = type == BudgetPeriod.Type.HOUR ? "UTC" : ZONES.get(random.nextInt(ZONES.size()));
        return budget.period(BudgetPeriod.of(type, ZoneId.of(zone))).build();
    }

    private BudgetAmount limit(boolean isTokens) {
        return isTokens
                ? BudgetAmount.tokens(1 + random.nextInt(3_000_000))
                : BudgetAmount.usd(Money.of(BigDecimal.valueOf(1 + random.nextInt(120_000), 4)));
    }

    private String[] thresholds() {
        var chosen = new HashSet<String>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            chosen.add(RATIOS.get(random.nextInt(RATIOS.size())));
        }
        return chosen.toArray(String[]::new);
    }
}
