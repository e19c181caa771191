package io.spendstream.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That something is the matter with a budget, or no longer is. There is one per allowance, kind, threshold, sequence and
 * state, with a deterministic {@link #id}.
 *
 * @param allowance the budget as it was defined then, its values and its period
 * @param kind what it is about
 * @param threshold the share of the limit that was crossed; in a {@link AlertKind#BURN_RATE}, how many times the pace
 * @param severity how urgent that is
 * @param state whether it begins or ends
 * @param sequence 1 for the first time it begins in the period, one more each time it begins again after it ended
 * @param spendBefore what had been spent before the change that caused it
 * @param spend what had been spent after
 * @param forecast what comes of it; null in an {@link AlertKind#ACTUAL}
 * @param trigger the id of the last event in the change that caused it; null if no event did, as when a limit was
 *     changed
 * @param time when the broker took that event, or else when it was found out
 * @param isLate whether its period was over then
 */
public record BudgetAlert(
        Allowance allowance,
        AlertKind kind,
        BigDecimal threshold,
        AlertSeverity severity,
        AlertState state,
        int sequence,
        BudgetAmount spendBefore,
        BudgetAmount spend,
        @Nullable BudgetForecast forecast,
        @Nullable String trigger,
        Instant time,
        boolean isLate) {
    private static final int HASH_BYTES = 12;

    public BudgetAlert {
        requireNonNull(allowance, "allowance");
        requireNonNull(kind, "kind");
        threshold = requireNonNull(threshold, "threshold").stripTrailingZeros();
        requireNonNull(severity, "severity");
        requireNonNull(state, "state");
        requireNonNull(spendBefore, "spendBefore");
        requireNonNull(spend, "spend");
        requireNonNull(time, "time");
        if (sequence < 1) {
            throw new IllegalArgumentException("an alert's sequence must be at least 1: " + sequence);
        }
        if ((kind == AlertKind.ACTUAL) != (forecast == null)) {
            throw new IllegalArgumentException("an alert has a forecast unless it is actual: " + kind.wireName());
        }
    }

    /**
     * Returns the alert's identity, such as {@code global-daily|2026-11-21T00:00:00Z|actual|1|1|firing}: {@link
     * #incidentId} and the state. At most 255 characters of ASCII.
     */
    public String id() {
        return incidentId() + "|" + state.wireName();
    }

    /** Returns what an alert and the one that resolves it have in common. */
    public String incidentId() {
        String values = allowance.values().isEmpty() ? "" : "#" + hash(allowance.values());
        String period = allowance.window().isAlways()
                ? allowance.period().type().wireName()
                : allowance.window().start().toString();
        return "%s%s|%s|%s|%s|%d"
                .formatted(allowance.id(), values, period, kind.wireName(), threshold.toPlainString(), sequence);
    }

    /** Values are a stranger's texts: hashed, none can end early, be too long, or look like another's. */
    private static String hash(Map<BudgetDimension, String> values) {
        MessageDigest digest = Sha256.begin();
        values.forEach((dimension, value) -> {
            digest.update((dimension.wireName() + "\0").getBytes(UTF_8));
            digest.update((value + "\0").getBytes(UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    /** Returns the amount at which the threshold is crossed. */
    public BudgetAmount thresholdAmount() {
        return allowance.limit().share(threshold);
    }

    /** Returns whether the whole limit is spent. */
    public boolean isExceeded() {
        return kind == AlertKind.ACTUAL && state == AlertState.FIRING && threshold.compareTo(BigDecimal.ONE) >= 0;
    }

    /** Returns the sentence for people and logs. */
    public String message() {
        return AlertText.of(this);
    }
}
