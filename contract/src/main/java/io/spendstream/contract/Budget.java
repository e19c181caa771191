package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent on something in one period.
 *
 * @param id identity; definitions with the same id replace each other
 * @param name what people call it
 * @param scope the values it is narrowed to; a dimension that is absent, or {@link #ANY}, is not narrowed
 * @param each the dimensions of which each value has the limit to itself
 * @param period how often it begins anew
 * @param limit the most that should be spent; above zero, at most {@link #LIMIT_MAX} or {@link #TOKENS_MAX}
 * @param thresholds the shares of the limit at which an alert is sent, ascending; at most {@link #THRESHOLDS_MAX}
 * @param action what is to happen when the limit is reached
 * @param hasForecast whether to alert when the limit will be exceeded before the period ends
 * @param burnRate when to alert on the pace; null for never
 * @param owner the team that is told; null to leave it to the values
 */
public record Budget(
        String id,
        String name,
        Map<BudgetDimension, String> scope,
        Set<BudgetDimension> each,
        BudgetPeriod period,
        BudgetAmount limit,
        List<BudgetThreshold> thresholds,
        BudgetAction action,
        boolean hasForecast,
        @Nullable BurnRate burnRate,
        @Nullable String owner) {
    /** The id of the budget every installation starts with. */
    public static final String DEFAULT_ID = "global-daily";

    /** What stands for any value in a scope. */
    public static final String ANY = "*";

    /** The highest limit in dollars: 10<sup>12</sup>, so that no share of it leaves the range of {@link Money}. */
    public static final Money LIMIT_MAX = Money.of("1000000000000");

    /** The highest limit in tokens: 10<sup>15</sup>. */
    public static final long TOKENS_MAX = 1_000_000_000_000_000L;

    /** How many thresholds a budget has at most. */
    public static final int THRESHOLDS_MAX = 20;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");

    /**
     * @throws IllegalArgumentException naming the budget, the value that is wrong and the limit
     */
    public Budget {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "budget id must be 1 to 100 letters, digits and . _ : / -, found %d characters"
                            .formatted(id.length()));
        }
        requireText("budget %s: name".formatted(id), name);
        scope = narrowed(id, scope);
        each = each.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(each));
        requireNonNull(period, "period");
        requireLimit(id, limit);
        requireNonNull(action, "action");
        thresholds = sorted(id, thresholds);
        if (owner != null) {
            requireText("budget %s: owner".formatted(id), owner);
        }
        requireFit(id, scope, each);
        requireCalendar(id, period, scope, each, hasForecast || burnRate != null);
    }

    private static void requireText(String field, String text) {
        try {
            EventText.require(field, text);
        } catch (RejectedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Map<BudgetDimension, String> narrowed(String id, Map<BudgetDimension, String> scope) {
        var values = new EnumMap<BudgetDimension, String>(BudgetDimension.class);
        scope.forEach((dimension, value) -> {
            requireText("budget %s: scope %s".formatted(id, dimension.wireName()), value);
            if (!value.equals(ANY)) {
                values.put(dimension, value);
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private static void requireLimit(String id, BudgetAmount limit) {
        BudgetAmount max =
                limit.unit() == BudgetUnit.USD ? BudgetAmount.usd(LIMIT_MAX) : BudgetAmount.tokens(TOKENS_MAX);
        if (limit.value().signum() <= 0 || limit.value().compareTo(max.value()) > 0) {
            throw new IllegalArgumentException(
                    "budget %s: limit must be above zero and at most %s: %s".formatted(id, max, limit));
        }
    }

    private static List<BudgetThreshold> sorted(String id, List<BudgetThreshold> thresholds) {
        if (thresholds.isEmpty() || thresholds.size() > THRESHOLDS_MAX) {
            throw new IllegalArgumentException(
                    "budget %s: thresholds must be 1 to %d: %d".formatted(id, THRESHOLDS_MAX, thresholds.size()));
        }
        var byRatio = new TreeMap<BigDecimal, BudgetThreshold>();
        for (BudgetThreshold threshold : thresholds) {
            BudgetThreshold same = byRatio.put(threshold.ratio(), threshold);
            if (same != null && !same.equals(threshold)) {
                throw new IllegalArgumentException("budget %s: threshold %s has two severities"
                        .formatted(id, threshold.ratio().toPlainString()));
            }
        }
        return List.copyOf(byRatio.values());
    }

    private static void requireFit(String id, Map<BudgetDimension, String> scope, Set<BudgetDimension> each) {
        for (BudgetDimension dimension : each) {
            if (scope.containsKey(dimension)) {
                throw new IllegalArgumentException(
                        "budget %s: %s must be in scope or in each, not in both".formatted(id, dimension.wireName()));
            }
        }
    }

    private static void requireCalendar(
            String id,
            BudgetPeriod period,
            Map<BudgetDimension, String> scope,
            Set<BudgetDimension> each,
            boolean hasPace) {
        if (period.type() != BudgetPeriod.Type.SESSION) {
            return;
        }
        if (!scope.containsKey(BudgetDimension.SESSION) && !each.contains(BudgetDimension.SESSION)) {
            throw new IllegalArgumentException(
                    "budget %s: period session needs session in scope or in each".formatted(id));
        }
        if (hasPace) {
            throw new IllegalArgumentException(
                    "budget %s: period session has no end, so it can have neither forecast nor burn_rate"
                            .formatted(id));
        }
    }

    /** Returns the budget every installation starts with: {@code limit} a day for everything, one alert at the limit. */
    public static Budget globalDaily(Money limit) {
        return builder(DEFAULT_ID, BudgetAmount.usd(limit))
                .name("Daily budget")
                .thresholds(List.of(BudgetThreshold.at(BigDecimal.ONE)))
                .build();
    }

    /** Returns the amount at which {@code threshold} is crossed. */
    public BudgetAmount amountAt(BigDecimal threshold) {
        return limit.share(threshold);
    }

    /**
     * Returns what may be spent in {@code window} on {@code values}.
     *
     * @param values one value for each dimension of {@link #each}
     */
    public Allowance allowance(Map<BudgetDimension, String> values, BudgetWindow window) {
        return new Allowance(id, name, scope, each, values, period, window, limit, action, owner);
    }

    /** Returns a builder of a budget of {@code limit} a UTC day, for everything, with the default thresholds. */
    public static Builder builder(String id, BudgetAmount limit) {
        return new Builder(id, limit);
    }

    /** Collects a budget; not thread-safe. */
    public static final class Builder {
        private static final List<BudgetThreshold> DEFAULT_THRESHOLDS =
                List.of(BudgetThreshold.at("0.5"), BudgetThreshold.at("0.8"), BudgetThreshold.at("1"));

        private final String id;
        private final BudgetAmount limit;
        private String name;
        private final Map<BudgetDimension, String> scope = new EnumMap<>(BudgetDimension.class);
        private final Set<BudgetDimension> each = EnumSet.noneOf(BudgetDimension.class);
        private BudgetPeriod period = BudgetPeriod.UTC_DAY;
        private List<BudgetThreshold> thresholds = DEFAULT_THRESHOLDS;
        private BudgetAction action = BudgetAction.ALERT;
        private boolean hasForecast;
        private @Nullable BurnRate burnRate;
        private @Nullable String owner;

        private Builder(String id, BudgetAmount limit) {
            this.id = id;
            this.limit = limit;
            this.name = id;
        }

        /** Says what people call it; its id unless said. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** Narrows it to {@code value} of {@code dimension}. */
        public Builder scope(BudgetDimension dimension, String value) {
            scope.put(dimension, value);
            return this;
        }

        /** Gives each value of {@code dimension} the limit to itself. */
        public Builder each(BudgetDimension dimension) {
            each.add(dimension);
            return this;
        }

        /** Says how often it begins anew. */
        public Builder period(BudgetPeriod value) {
            period = value;
            return this;
        }

        /** Says at which shares of the limit an alert is sent. */
        public Builder thresholds(Collection<BudgetThreshold> values) {
            thresholds = new ArrayList<>(values);
            return this;
        }

        /** Says at which shares of the limit an alert is sent, with the severities that are usual. */
        public Builder thresholds(String... ratios) {
            thresholds = List.of(ratios).stream().map(BudgetThreshold::at).toList();
            return this;
        }

        /** Says what is to happen when the limit is reached. */
        public Builder action(BudgetAction value) {
            action = value;
            return this;
        }

        /** Says whether to alert on the forecast. */
        public Builder forecast(boolean value) {
            hasForecast = value;
            return this;
        }

        /** Says when to alert on the pace. */
        public Builder burnRate(@Nullable BurnRate value) {
            burnRate = value;
            return this;
        }

        /** Says which team is told. */
        public Builder owner(@Nullable String value) {
            owner = value;
            return this;
        }

        /**
         * Returns the budget.
         *
         * @throws IllegalArgumentException naming the budget and the value that is wrong
         */
        public Budget build() {
            return new Budget(id, name, scope, each, period, limit, thresholds, action, hasForecast, burnRate, owner);
        }
    }
}
