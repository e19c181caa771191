package io.spendstream.stream.budget;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetForecast;
import io.spendstream.contract.BudgetThreshold;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.BurnRate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is claimed of an allowance. Pure functions.
 *
 * <p>A forecast is claimed from a twentieth of the period on: before that, one call is the whole pace. It holds if the
 * straight line from the period's start reaches the limit before its end, and fails only once it stays a tenth below. A
 * burn rate holds at its factor and fails a quarter below. In between, what fires goes on firing.
 */
final class AlertRule {
    private static final BigDecimal FORECAST_FAILS_BELOW = new BigDecimal("0.9");
    private static final BigDecimal BURN_RATE_FAILS_BELOW = new BigDecimal("0.75");
    private static final MathContext PRECISION = MathContext.DECIMAL128;

    private AlertRule() {}

    /** How much had been spent at a time. */
    record Sample(Instant time, BudgetAmount spent) {}

    /** Returns the claims that thresholds are reached, lowest first. */
    static List<Claim> actual(Budget budget, BudgetAmount spent) {
        List<Claim> claims = new ArrayList<>(budget.thresholds().size());
        for (BudgetThreshold threshold : budget.thresholds()) {
            boolean isReached = spent.isAtLeast(budget.amountAt(threshold.ratio()));
            var standing = isReached ? Claim.Standing.HOLDS : Claim.Standing.FAILS;
            claims.add(new Claim(AlertKind.ACTUAL, threshold.ratio(), threshold.severity(), standing, null));
        }
        return claims;
    }

    /**
     * Returns the claims about the pace.
     *
     * @param before what had been spent at the latest time that is a burn rate's window ago, or as near to it as is
     *     known; null if nothing is
     */
    static List<Claim> pace(
            Budget budget, BudgetWindow window, BudgetAmount spent, @Nullable Sample before, Instant now) {
        List<Claim> claims = new ArrayList<>(2);
        if (budget.hasForecast()) {
            claims.add(forecast(budget, window, spent, now));
        }
        BurnRate burnRate = budget.burnRate();
        if (burnRate != null) {
            claims.add(burnRate(budget, burnRate, window, spent, before, now));
        }
        return claims;
    }

    private static Claim forecast(Budget budget, BudgetWindow window, BudgetAmount spent, Instant now) {
        boolean isEarly = BudgetForecast.isEarly(window, now);
        boolean isReached = spent.isAtLeast(budget.limit());
        if (isEarly || isReached || spent.value().signum() <= 0) {
            var nothing = new BudgetForecast(spent, null);
            // what was reached is no forecast any more; it neither begins nor ends one
            var standing = isEarly || isReached ? Claim.Standing.UNDECIDED : Claim.Standing.FAILS;
            return forecastClaim(standing, nothing);
        }
        Duration elapsed = Duration.between(window.start(), now);
        BudgetForecast forecast = BudgetForecast.of(budget.limit(), window, spent, spent, elapsed, now);
        return forecastClaim(
                standing(forecast.atEnd().value(), budget.limit().value(), FORECAST_FAILS_BELOW), forecast);
    }

    private static Claim forecastClaim(Claim.Standing standing, BudgetForecast forecast) {
        return new Claim(AlertKind.FORECAST, BigDecimal.ONE, AlertSeverity.WARNING, standing, forecast);
    }

    private static Claim burnRate(
            Budget budget,
            BurnRate burnRate,
            BudgetWindow window,
            BudgetAmount spent,
            @Nullable Sample before,
            Instant now) {
        Claim.Standing standing = Claim.Standing.UNDECIDED;
        var forecast = new BudgetForecast(spent, null);
        if (before != null && before.time().isBefore(now)) {
            BudgetAmount burned = spent.minus(before.spent());
            long period = Duration.between(window.start(), window.end()).toMillis();
            BigDecimal fair = budget.limit()
                    .value()
                    .multiply(BigDecimal.valueOf(burnRate.window().toMillis()))
                    .divide(BigDecimal.valueOf(period), PRECISION);
            standing = standing(burned.value(), fair.multiply(burnRate.factor()), BURN_RATE_FAILS_BELOW);
            Duration lately = Duration.between(before.time(), now);
            forecast = BudgetForecast.of(budget.limit(), window, spent, burned, lately, now);
        }
        return new Claim(AlertKind.BURN_RATE, burnRate.factor(), AlertSeverity.WARNING, standing, forecast);
    }

    private static Claim.Standing standing(BigDecimal value, BigDecimal holdsFrom, BigDecimal failsBelow) {
        if (value.compareTo(holdsFrom) >= 0) {
            return Claim.Standing.HOLDS;
        }
        return value.compareTo(holdsFrom.multiply(failsBelow)) < 0 ? Claim.Standing.FAILS : Claim.Standing.UNDECIDED;
    }
}
