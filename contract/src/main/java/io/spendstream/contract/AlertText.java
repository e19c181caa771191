package io.spendstream.contract;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentence of an alert. The first, of a daily budget exceeded, is what people's log watchers look for. */
final class AlertText {
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm XXX", Locale.ROOT);

    private AlertText() {}

    static String of(BudgetAlert alert) {
        Allowance allowance = alert.allowance();
        String subject = subject(allowance);
        String spend = "%s of %s".formatted(alert.spend().shown(), limit(allowance.limit()));
        String when = when(allowance);
        if (alert.state() == AlertState.RESOLVED) {
            return "%s: resolved, %s: %s%s".formatted(subject, what(alert), spend, when);
        }
        return switch (alert.kind()) {
            case ACTUAL ->
                alert.isExceeded()
                        ? "%s exceeded: %s%s".formatted(subject, spend, when)
                        : "%s at %s: %s%s".formatted(subject, percent(alert), spend, when);
            case FORECAST -> "%s will be exceeded%s: %s%s".formatted(subject, exhausted(alert.forecast()), spend, when);
            case BURN_RATE ->
                "%s is spent %s times too fast%s: %s%s"
                        .formatted(
                                subject, alert.threshold().toPlainString(), exhausted(alert.forecast()), spend, when);
        };
    }

    private static String what(BudgetAlert alert) {
        return switch (alert.kind()) {
            case ACTUAL -> "below " + percent(alert);
            case FORECAST -> "no longer forecast to be exceeded";
            case BURN_RATE -> "no longer spent too fast";
        };
    }

    private static String subject(Allowance allowance) {
        if (allowance.values().isEmpty()) {
            return allowance.name();
        }
        return allowance.values().entrySet().stream()
                .map(value -> value.getKey().wireName() + " " + value.getValue())
                .collect(Collectors.joining(", ", allowance.name() + " (", ")"));
    }

    private static String limit(BudgetAmount limit) {
        return limit.unit() == BudgetUnit.TOKENS ? limit.shown() + " tokens" : limit.shown();
    }

    private static String percent(BudgetAlert alert) {
        return alert.threshold().movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }

    private static String exhausted(@Nullable BudgetForecast forecast) {
        Instant at = forecast == null ? null : forecast.exhaustedAt();
        return at == null ? "" : ", at " + at.truncatedTo(ChronoUnit.MINUTES);
    }

    private static String when(Allowance allowance) {
        BudgetPeriod period = allowance.period();
        var start = allowance.window().start().atZone(period.zone());
        return switch (period.type()) {
            case DAY -> " on " + start.toLocalDate();
            case HOUR -> " in the hour from " + HOUR.format(start);
            case WEEK -> " in the week from " + start.toLocalDate();
            case MONTH -> " in the month from " + start.toLocalDate();
            case SESSION -> "";
        };
    }
}
