package io.spendstream.sink;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ledger lines for tests: plain ones, and every kind there is from a seed. */
public final class Lines {
    /** When plain lines happened. */
    public static final Instant TIME = Instant.parse("2026-11-21T20:43:27.512345Z");

    private static final List<String> TEAMS = List.of("payments", "search", "Ünïcode 団体", "unattributed");
    private static final List<String> MODELS = List.of("gpt-4o", "claude-sonnet-4", "gemini-2.5-pro", "my-own-model");

    private final Random random;
    private int made;

    /** Creates a source of lines that {@code seed} determines. */
    public Lines(long seed) {
        random = new Random(seed);
    }

    /** Returns a priced line of 1000 input and 200 output tokens. */
    public static LedgerLine priced(String eventId, String cost) {
        return of(eventId, TIME, UsageCounts.of(1000, 200), priced(cost));
    }

    /** Returns a line whose model has no price. */
    public static LedgerLine unpriced(String eventId) {
        return of(eventId, TIME, UsageCounts.of(1000, 200), unknown(PricingStatus.UNPRICED));
    }

    /** Returns entry 0 of an event of the session {@code s-1}. */
    public static LedgerLine of(String eventId, Instant time, UsageCounts usage, Pricing pricing) {
        var attribution = Attribution.builder("s-1")
                .taskType("support")
                .team("payments")
                .agent("triage")
                .project("alpha")
                .build();
        return line(eventId, time, attribution, usage, pricing);
    }

    /** Returns a correction of {@code line} that brings in the cost. */
    public static LedgerLine pricedLater(LedgerLine line, String cost) {
        return new LedgerLine(
                line.eventId(),
                line.entry() + 1,
                "price_arrived",
                null,
                line.timestamp(),
                line.recordedAt().plusSeconds(60),
                line.attribution(),
                line.call(),
                line.usage().minus(line.usage()),
                line.usageStatus(),
                priced(cost),
                -1,
                null,
                null,
                null,
                Set.of());
    }

    /** Returns a correction of {@code line} that takes counts and cost back. */
    public static LedgerLine takenBack(LedgerLine line) {
        return new LedgerLine(
                line.eventId(),
                line.entry() + 1,
                "repriced",
                "operator-1",
                line.timestamp(),
                line.recordedAt().plusSeconds(60),
                line.attribution(),
                line.call(),
                UsageCounts.none().minus(line.usage()),
                line.usageStatus(),
                new Pricing(
                        PricingStatus.PRICED,
                        Objects.requireNonNull(line.pricing().cost()).negated(),
                        line.pricing().pricedModel(),
                        line.pricing().priceId(),
                        line.pricing().match(),
                        line.pricing().bookVersion()),
                0,
                null,
                null,
                null,
                Set.of());
    }

    /** Returns a price of {@code cost} dollars. */
    public static Pricing priced(String cost) {
        return new Pricing(PricingStatus.PRICED, Money.of(cost), "gpt-4o", "openai/gpt-4o@2024", "exact", "2026-11-01");
    }

    private static Pricing unknown(PricingStatus status) {
        return new Pricing(status, null, null, null, null, "2026-11-01");
    }

    /** Returns {@code count} lines of every kind: entries 0 and corrections, in an order the ledger could have. */
    public List<LedgerLine> any(int count) {
        List<LedgerLine> lines = new ArrayList<>();
        while (lines.size() < count) {
            LedgerLine line = any();
            lines.add(line);
            if (lines.size() < count && line.pricing().status() == PricingStatus.UNPRICED && random.nextBoolean()) {
                lines.add(pricedLater(line, "0.00012345678901"));
            } else if (lines.size() < count && line.pricing().cost() != null && random.nextInt(5) == 0) {
                lines.add(takenBack(line));
            }
        }
        return lines;
    }

    private LedgerLine any() {
        made++;
        Instant time = TIME.minusSeconds(random.nextInt(3_000_000)).plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
        boolean isMissing = random.nextInt(20) == 0;
        Pricing pricing = isMissing ? unknown(PricingStatus.UNMETERED) : anyPricing();
        return new LedgerLine(
                "openai:chatcmpl-%d-%d".formatted(made, random.nextInt()),
                0,
                null,
                null,
                time,
                time.plusMillis(random.nextInt(5000)),
                anyAttribution(),
                anyCall(),
                isMissing ? UsageCounts.none() : anyUsage(),
                isMissing ? UsageStatus.MISSING : random.nextBoolean() ? UsageStatus.FINAL : UsageStatus.PROVISIONAL,
                pricing,
                pricing.cost() == null ? 1 : 0,
                random.nextBoolean() ? null : new BigDecimal(new BigInteger(29, random), random.nextInt(21)),
                random.nextBoolean() ? null : (Long) random.nextLong(100_000),
                maybe("ok"),
                Set.of());
    }

    private UsageCounts anyUsage() {
        var usage = UsageCounts.builder();
        for (UsageClass usageClass : UsageClass.all()) {
            if (random.nextInt(3) == 0) {
                usage.set(usageClass, random.nextInt(10) == 0 ? 0 : random.nextLong(2_000_000));
            }
        }
        return usage.set(UsageClass.OUTPUT, random.nextInt(5000)).build();
    }

    private Attribution anyAttribution() {
        var attribution = Attribution.builder("session-" + random.nextInt(50))
                .taskType("task-" + random.nextInt(3))
                .team(TEAMS.get(random.nextInt(TEAMS.size())))
                .agent("agent-" + random.nextInt(3))
                .project("project-" + random.nextInt(2))
                .user(maybe("Zoë 🙂"))
                .environment(maybe("production"))
                .parentSessionId(maybe("session-0"));
        if (random.nextBoolean()) {
            attribution.tag("quote\"s and \\", "'; DROP TABLE token_usage; --").tag("cost-centre", "4711");
        }
        return attribution.build();
    }

    private ModelCall anyCall() {
        String model = MODELS.get(random.nextInt(MODELS.size()));
        return new ModelCall("openai", model, maybe(model + "-latest"), maybe("chat"), maybe("batch"));
    }

    private Pricing anyPricing() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            return unknown(PricingStatus.UNPRICED);
        }
        String model = MODELS.get(random.nextInt(2));
        if (kind == 1) {
            return new Pricing(PricingStatus.FREE, Money.ZERO, model, model + "@free", "exact", "2026-11-02");
        }
        Money cost = Money.ofUnits(random.nextLong(random.nextBoolean() ? 1000 : 999 * Money.UNITS_PER_DOLLAR));
        return new Pricing(PricingStatus.PRICED, cost, model, model + "@2026", maybe("alias"), "2026-11-01");
    }

    private @Nullable String maybe(String text) {
        return random.nextBoolean() ? text : null;
    }

    private static LedgerLine line(
            String eventId, Instant time, Attribution attribution, UsageCounts usage, Pricing pricing) {
        return new LedgerLine(
                eventId,
                0,
                null,
                null,
                time,
                time.plusMillis(40),
                attribution,
                ModelCall.of("openai", "gpt-4o"),
                usage,
                UsageStatus.FINAL,
                pricing,
                pricing.cost() == null ? 1 : 0,
                null,
                null,
                null,
                Set.of());
    }
}
