package io.spendstream.stream.book;

import static io.spendstream.stream.book.TestBooks.NOON;
import static io.spendstream.stream.book.TestBooks.book;
import static io.spendstream.stream.book.TestBooks.records;
import static io.spendstream.stream.book.TestBooks.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.ledger.Prices;
import io.spendstream.stream.pricing.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.junit.jupiter.api.Test;

class BookInForceTest {
    private final PriceBook configured = PriceBook.of(book("m", "1"));
    private final List<Prices> told = new ArrayList<>();
    private final BookInForce inForce = new BookInForce(configured, told::add);
    private final Processor<byte[], byte[], Void, Void> follower = inForce.follower();

    private Pricing price() {
        return inForce.inForce()
                .pricer()
                .price(ModelCall.of("acme", "m"), "care", UsageCounts.of(1_000_000, 0), UsageStatus.FINAL, NOON);
    }

    @Test
    void pricesByTheConfiguredBookUntilOneIsPublished() {
        assertThat(price().cost()).isEqualTo(Money.of("1"));
        assertThat(inForce.inForce().since()).isNull();

        take(follower, records(Map.of(), book("m", "2")));

        assertThat(price().cost()).isEqualTo(Money.of("2"));
        assertThat(price().bookVersion()).isEqualTo(inForce.inForce().version());
        assertThat(inForce.inForce().since()).isEqualTo(NOON);
        assertThat(told).containsExactly(inForce.inForce());
    }

    @Test
    void givesTheSamePricesUntilTheyChange() {
        take(follower, records(Map.of(), book("m", "2")));
        Prices before = inForce.inForce();
        take(follower, "own/other.yaml", new byte[] {1});

        assertThat(inForce.inForce()).isSameAs(before);
    }

    @Test
    void aBookThatCannotBeReadLeavesTheOldOneInForce() {
        take(follower, records(Map.of(), book("m", "2")));
        take(follower, brokenBook());

        assertThat(price().cost()).isEqualTo(Money.of("2"));
        assertThat(inForce.refused()).isEqualTo(1);
    }

    @Test
    void nothingHasAPriceIfAllThatIsThereCannotBeRead() {
        take(follower, brokenBook());

        assertThat(price().status()).isEqualTo(PricingStatus.UNPRICED);
        assertThat(price().cost()).isNull();

        take(follower, records(Map.of(), book("m", "2")));
        assertThat(price().cost()).isEqualTo(Money.of("2"));
    }

    @Test
    void theConfiguredBookIsBackOnceThePublishedOneIsWithdrawn() {
        take(follower, records(Map.of(), book("m", "2")));
        take(follower, BookRecords.HEAD, null);

        assertThat(price().cost()).isEqualTo(Money.of("1"));
    }

    private static Map<String, byte[]> brokenBook() {
        Map<String, String> own = Map.of("m.yaml", "format: 7");
        var head = new BookHead("2026-11-21+sha256:00000000", "ada", Map.of(), BookRecords.digests(own));
        return BookRecords.write(head, Map.of(), own);
    }
}
