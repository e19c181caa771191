package io.spendstream.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Valid events of every shape, the same ones for the same seed. */
final class RandomEvents {
    private static final long FIRST_SECOND =
            Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private static final List<UsageStatus> STATUSES = List.of(UsageStatus.values());

    private final Random random;

    RandomEvents(Random random) {
        this.random = random;
    }

    UsageEvent next() {
        UsageStatus status = STATUSES.get(random.nextInt(STATUSES.size()));
        UsageCounts usage = counts(1);
        return new UsageEvent(
                text(),
                time(),
                attribution(),
                new ModelCall(text(), text(), maybeText(), maybeText(), maybeText()),
                usage,
                usage.isEmpty() ? UsageStatus.MISSING : status,
                random.nextBoolean() ? null : new BigDecimal(new BigInteger(60, random), 10 + random.nextInt(11)),
                random.nextBoolean() ? null : (Long) count(),
                maybeText(),
                flags());
    }

    LedgerLine nextLine() {
        UsageEvent event = next();
        Pricing pricing = random.nextBoolean()
                ? new Pricing(PricingStatus.PRICED, money(), maybeText(), maybeText(), maybeText(), maybeText())
                : new Pricing(PricingStatus.UNPRICED, null, null, null, null, maybeText());
        if (random.nextBoolean()) {
            return LedgerLine.of(event, pricing, time());
        }
        return new LedgerLine(
                event.eventId(),
                1 + random.nextInt(Short.MAX_VALUE),
                text(),
                random.nextBoolean() ? null : text(),
                event.timestamp(),
                time(),
                event.attribution().orUnattributed(),
                event.call(),
                counts(-1),
                event.usageStatus(),
                pricing,
                random.nextInt(3) - 1,
                event.providerCost(),
                event.latencyMillis(),
                event.status(),
                event.usageFlags());
    }

    private Set<String> flags() {
        var flags = new TreeSet<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            flags.add("flag_" + random.nextInt(100));
        }
        return flags;
    }

    private Attribution attribution() {
        Attribution.Builder attribution = Attribution.builder(text())
                .taskType(maybeText())
                .team(maybeText())
                .agent(maybeText())
                .project(maybeText())
                .user(maybeText())
                .environment(maybeText())
                .parentSessionId(maybeText());
        for (int tags = random.nextInt(4); tags > 0; tags--) {
            attribution.tag(text(), text());
        }
        return attribution.build();
    }

    private UsageCounts counts(int sign) {
        var counts = UsageCounts.builder();
        for (UsageClass usageClass : UsageClass.all()) {
            if (random.nextInt(3) == 0) {
                counts.set(usageClass, (random.nextBoolean() ? 1 : sign) * count());
            }
        }
        return counts.build();
    }

    private long count() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(10);
            case 1 -> UsageCounts.COUNT_MAX - random.nextInt(2);
            default -> random.nextInt(2_000_000);
        };
    }

    private Money money() {
        return Money.ofUnits(new BigInteger(70, random).subtract(BigInteger.ONE.shiftLeft(69)));
    }

    private Instant time() {
        long second = FIRST_SECOND + (long) (random.nextDouble() * (LAST_SECOND - FIRST_SECOND));
        long[] nanos = {0, random.nextInt(1000) * 1_000_000L, random.nextInt(1_000_000) * 1_000L};
        return Instant.ofEpochSecond(second, nanos[random.nextInt(nanos.length)]);
    }

    private @Nullable String maybeText() {
        return random.nextBoolean() ? null : text();
    }

    private String text() {
        String[] alphabets = {"abcdefghijklmnopqrstuvwxyz0123456789-_:./", "\"\\/{}[],: '<>&;%", "äß中文ñ€", "😀🚀𝔘"};
        String alphabet = alphabets[random.nextInt(3) == 0 ? random.nextInt(alphabets.length) : 0];
        int[] codePoints = alphabet.codePoints().toArray();
        int length = random.nextInt(20) == 0 ? 128 : 1 + random.nextInt(20);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
        }
        return text.toString();
    }
}
