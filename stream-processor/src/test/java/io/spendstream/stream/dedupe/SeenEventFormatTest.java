package io.spendstream.stream.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered of events, in the bytes that outlive the program that wrote them. */
final class SeenEventFormatTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void aFinalEventTakesFewBytesAndTheSameAsEver() {
        byte[] bytes = SeenEventFormat.write(new SeenEvent(UsageStatus.FINAL, UsageCounts.of(1200, 85), null));

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("020200b0090855");
    }

    @Test
    void everyClassIsReadBack() {
        var counts = UsageCounts.builder();
        long count = 1;
        for (UsageClass usageClass : UsageClass.all()) {
            counts.set(usageClass, count *= 5);
        }
        var seen = new SeenEvent(UsageStatus.FINAL, counts.build(), null);

        assertThat(SeenEventFormat.read(SeenEventFormat.write(seen))).isEqualTo(seen);
    }

    @Test
    void aClassThatWasReportedAsZeroIsNotOneThatWasNotReported() {
        var zero = new SeenEvent(
                UsageStatus.FINAL,
                UsageCounts.builder().set(UsageClass.INPUT, 0).build(),
                null);

        assertThat(SeenEventFormat.read(SeenEventFormat.write(zero)).counts().has(UsageClass.INPUT))
                .isTrue();
    }

    @Test
    void whatMayBeSupersededIsRememberedWithItsLine() {
        var event = new UsageEvent(
                "e1",
                NOON,
                Attribution.builder("s").team("ü").tag("k", "v").build(),
                ModelCall.of("openai", "gpt-4o"),
                UsageCounts.of(100, 2),
                UsageStatus.PROVISIONAL,
                null,
                12L,
                "cut",
                Set.of());
        var pricing = new Pricing(PricingStatus.UNPRICED, null, null, null, null, "book-1");
        SeenEvent seen = SeenEvent.of(LedgerLine.of(event, pricing, NOON.plusSeconds(1)));

        assertThat(seen.known()).isNotNull();
        assertThat(SeenEventFormat.read(SeenEventFormat.write(seen))).isEqualTo(seen);
    }
}
