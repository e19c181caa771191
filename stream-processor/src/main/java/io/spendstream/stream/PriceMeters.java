package io.spendstream.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.spendstream.stream.book.BookInForce;
import io.spendstream.stream.ledger.Prices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which prices are in force: {@code ai_price_list_info}, whose label is their version, how old they are, and how many
 * published books were refused. Thread-safe.
 */
final class PriceMeters implements Consumer<Prices>, AutoCloseable {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final List<Meter> meters = new ArrayList<>(); // guarded by this
    private @Nullable Meter info; // guarded by this

    PriceMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Shows the prices of {@code book}, from now on. */
    synchronized void follow(BookInForce book) {
        Instant startedAt = clock.instant();
        accept(book.inForce());
        meters.add(TimeGauge.builder(
                        "ai.price.list.age", book, TimeUnit.SECONDS, prices -> ageSeconds(prices.inForce(), startedAt))
                .description("How long ago the prices in use were published, or came with the start of this process")
                .register(registry));
        meters.add(FunctionCounter.builder("ai.price.list.refused", book, BookInForce::refused)
                .description("Published price books that were refused because they cannot be read")
                .register(registry));
    }

    private double ageSeconds(Prices prices, Instant startedAt) {
        Instant since = prices.since();
        return Duration.between(since == null ? startedAt : since, clock.instant())
                .toSeconds();
    }

    @Override
    public synchronized void accept(Prices prices) {
        Meter before = info;
        info = Gauge.builder("ai.price.list.info", () -> 1)
                .description("The version of the prices in use")
                .tag("version", prices.version())
                .register(registry);
        // after the new one is there, so that a scrape never meets the metric gone and back
        if (before != null && !before.getId().equals(info.getId())) {
            registry.remove(before);
        }
    }

    @Override
    public synchronized void close() {
        if (info != null) {
            registry.remove(info);
        }
        meters.forEach(registry::remove);
        meters.clear();
    }
}
