package io.spendstream.stream.book;

import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.ledger.PriceSource;
import io.spendstream.stream.ledger.Pricer;
import io.spendstream.stream.ledger.Prices;
import io.spendstream.stream.pricing.PriceBook;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prices in force in this process: those on the prices topic, and while nothing is there, those the process was
 * configured with.
 *
 * <p>A book that is not whole or cannot be read changes nothing, with one exception: where it is all that a process finds
 * when it starts, nothing has a price until a good one comes. Prices that nobody put in force would be wrong; a price
 * that comes late is brought in by corrections.
 *
 * <p>Thread-safe: one thread follows, any may ask.
 */
public final class BookInForce implements PriceSource {
    private static final Logger LOG = LoggerFactory.getLogger(BookInForce.class);
    private static final String NO_BOOK = "none";

    private final Prices configured;
    private final Consumer<Prices> listener;
    private final AtomicLong refused = new AtomicLong();
    private volatile Prices inForce;

    // used by the thread that follows
    private final BookTopic topic = new BookTopic();
    private boolean isPublished;

    /**
     * Begins with {@code configured}.
     *
     * @param listener is told each time prices come into force, on the thread that follows
     */
    public BookInForce(PriceBook configured, Consumer<Prices> listener) {
        this.configured = pricesOf(configured, null);
        this.listener = listener;
        inForce = this.configured;
    }

    private static Prices pricesOf(PriceBook book, @Nullable Instant since) {
        return new Prices(book.version(), since, book::price);
    }

    @Override
    public Prices inForce() {
        return inForce;
    }

    /** Returns how many books were published and refused since the process started. */
    public long refused() {
        return refused.get();
    }

    @Override
    public Processor<byte[], byte[], Void, Void> follower() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<byte[], byte[]> record) {
                take(record);
            }
        };
    }

    private void take(Record<byte[], byte[]> record) {
        Instant takenAt = Instant.ofEpochMilli(record.timestamp());
        if (!topic.take(record.key(), record.value(), takenAt)) {
            return;
        }
        if (topic.said() instanceof BookTopic.Said.Whole whole) {
            open(whole.book());
        } else if (topic.said() instanceof BookTopic.Said.Broken broken) {
            refuse(broken.reason());
        } else {
            isPublished = false;
            putInForce(configured);
        }
    }

    private void open(PublishedBook published) {
        PriceBook book;
        try {
            book = published.open();
        } catch (RuntimeException e) { // also a fault of ours: a book must not stop those who price by another
            refuse("book %s cannot be read: %s".formatted(published.head().version(), e.getMessage()));
            return;
        }
        if (!book.version().equals(published.head().version())) {
            LOG.warn(
                    "the book that was published as {} is {} to this release; lines say the latter",
                    published.head().version(),
                    book.version());
        }
        book.warnings().forEach(warning -> LOG.warn("price book {}: {}", book.version(), warning));
        LOG.info(
                "price book {} is in force, published {} by {}",
                book.version(),
                published.publishedAt(),
                published.head().operator());
        isPublished = true;
        putInForce(pricesOf(book, published.publishedAt()));
    }

    private void putInForce(Prices prices) {
        inForce = prices;
        listener.accept(prices);
    }

    private void refuse(String reason) {
        refused.incrementAndGet();
        if (!isPublished) {
            LOG.error("a published price book is refused, and nothing has a price until a good one comes: {}", reason);
            putInForce(new Prices(NO_BOOK, null, noPrices()));
        } else {
            LOG.error("a published price book is refused, {} stays in force: {}", inForce.version(), reason);
        }
    }

    private static Pricer noPrices() {
        return (call, team, usage, usageStatus, at) -> {
            boolean isUnmetered = usageStatus == UsageStatus.MISSING || usage.isEmpty();
            PricingStatus status = isUnmetered ? PricingStatus.UNMETERED : PricingStatus.UNPRICED;
            return new Pricing(status, null, null, null, null, NO_BOOK);
        };
    }
}
