package io.spendstream.contract;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;

/** Events and lines that tests talk about: the smallest, and one with every field. */
final class Examples {
    static final Instant TIME = Instant.parse("2026-11-21T20:43:27.512Z");
    static final Instant RECORDED_AT = Instant.parse("2026-11-21T20:43:28.001Z");

    private Examples() {}

    static UsageEvent minimalEvent() {
        return UsageEvent.of(
                "openai:chatcmpl-1",
                TIME,
                Attribution.builder("session-1").build(),
                ModelCall.of("openai", "gpt-5-mini"),
                UsageCounts.of(1234, 321));
    }

    static UsageEvent fullEvent() {
        return new UsageEvent(
                "anthropic:msg_01#1",
                Instant.parse("2026-11-21T20:43:27.512345Z"),
                fullAttribution(),
                new ModelCall("anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5", "messages", "standard"),
                everyClass(1),
                UsageStatus.FINAL,
                new BigDecimal("0.01834250"),
                1834L,
                "ok",
                Set.of("clamped", "total_mismatch"));
    }

    static UsageEvent provisionalEvent() {
        UsageEvent event = minimalEvent();
        return new UsageEvent(
                event.eventId(),
                event.timestamp(),
                event.attribution(),
                event.call(),
                UsageCounts.of(1234, 17),
                UsageStatus.PROVISIONAL,
                null,
                null,
                "cancelled",
                Set.of());
    }

    static UsageEvent missingEvent() {
        return new UsageEvent(
                "0199c2f4-3c1e-7a90-b1d2-6f5e4d3c2b1a",
                TIME,
                Attribution.builder("session-1").build(),
                ModelCall.of("self-hosted", "llama-3.3-70b"),
                UsageCounts.none(),
                UsageStatus.MISSING,
                null,
                412L,
                null,
                Set.of());
    }

    static Attribution fullAttribution() {
        return Attribution.builder("session-1")
                .taskType("code-review")
                .team("payments")
                .agent("reviewer")
                .project("checkout")
                .user("u-1729")
                .environment("production")
                .parentSessionId("session-0")
                .tag("customer", "acme")
                .tag("région", "île-de-france")
                .build();
    }

    /** Returns counts of which every class is reported, each with another count. */
    static UsageCounts everyClass(int sign) {
        var counts = UsageCounts.builder();
        long count = 100;
        for (UsageClass usageClass : UsageClass.all()) {
            counts.set(usageClass, sign * count);
            count += 100;
        }
        return counts.build();
    }

    static Pricing priced(String cost) {
        return new Pricing(
                PricingStatus.PRICED,
                Money.of(cost),
                "gpt-5-mini",
                "openai/gpt-5-mini/2025-08-07",
                "exact",
                "2026-11-20");
    }

    static LedgerLine pricedLine() {
        return LedgerLine.of(minimalEvent(), priced("0.0009505"), RECORDED_AT);
    }

    static LedgerLine unpricedLine() {
        return LedgerLine.of(
                minimalEvent(), new Pricing(PricingStatus.UNPRICED, null, null, null, null, "2026-11-20"), RECORDED_AT);
    }

    static LedgerLine unmeteredLine() {
        return LedgerLine.of(
                missingEvent(), new Pricing(PricingStatus.UNMETERED, null, null, null, null, null), RECORDED_AT);
    }

    static LedgerLine fullCorrection() {
        UsageEvent event = fullEvent();
        return new LedgerLine(
                event.eventId(),
                3,
                "repriced",
                "ada@example.com",
                event.timestamp(),
                RECORDED_AT,
                event.attribution(),
                event.call(),
                everyClass(-1),
                UsageStatus.FINAL,
                priced("-0.00003400000001"),
                -1,
                event.providerCost(),
                event.latencyMillis(),
                event.status(),
                event.usageFlags());
    }
}
