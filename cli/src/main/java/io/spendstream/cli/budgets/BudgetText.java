package io.spendstream.cli.budgets;

import io.spendstream.cli.Output;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How budgets look in tables. Pure functions. */
final class BudgetText {
    private BudgetText() {}

    static String scope(Map<BudgetDimension, String> scope, Set<BudgetDimension> each) {
        String narrowed = values(scope);
        String apart = each.isEmpty()
                ? ""
                : BudgetDimension.all().stream()
                        .filter(each::contains)
                        .map(BudgetDimension::wireName)
                        .collect(Collectors.joining(", ", narrowed.isEmpty() ? "each " : ", each ", ""));
        return narrowed.isEmpty() && apart.isEmpty() ? "everything" : narrowed + apart;
    }

    static String values(Map<BudgetDimension, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey().wireName() + "=" + Output.printable(value.getValue()))
                .collect(Collectors.joining(", "));
    }

    static String period(BudgetPeriod period) {
        String start = switch (period.type()) {
            case WEEK -> " from " + period.weekStart().name().toLowerCase(Locale.ROOT);
            case MONTH -> period.dayOfMonth() == 1 ? "" : " from day " + period.dayOfMonth();
            case HOUR, DAY, SESSION -> "";
        };
        return period.type() == BudgetPeriod.Type.SESSION
                ? "session"
                : "%s%s, %s".formatted(period.type().wireName(), start, period.zoneName());
    }

    static String amount(BudgetAmount amount) {
        return amount.unit() == BudgetUnit.USD ? amount.shown() : amount.shown() + " tokens";
    }

    static String thresholds(Budget budget) {
        return budget.thresholds().stream()
                .map(threshold -> percent(threshold.ratio()))
                .collect(Collectors.joining(" "));
    }

    static String percent(BigDecimal ratio) {
        BigDecimal percent =
                ratio.movePointRight(2).setScale(1, RoundingMode.HALF_UP).stripTrailingZeros();
        return percent.setScale(Math.max(percent.scale(), 0)).toPlainString() + "%";
    }
}
