package io.spendstream.benchmarks;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.pricing.PriceBook;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Pricing one event (lookup and exact arithmetic), against parsing the same event from JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PricingBenchmark {
    private final PriceBook book = PriceBook.bundled();

    private final UsageEvent event = UsageEvent.of(
            "openai:chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
            Instant.parse("2026-11-21T20:43:27.512Z"),
            Attribution.builder("session-4711")
                    .team("search")
                    .agent("crawler")
                    .taskType("summarise")
                    .build(),
            new ModelCall("openai", "gpt-4o-2024-08-06", "gpt-4o", "chat", "default"),
            UsageCounts.builder()
                    .set(UsageClass.INPUT, 507)
                    .set(UsageClass.CACHE_READ, 512)
                    .set(UsageClass.OUTPUT, 310)
                    .build());

    private final byte[] json = UsageEventJson.write(event);

    /** Ours. */
    @Benchmark
    public Pricing price() {
        return book.price(
                event.call(), event.attribution().team(), event.usage(), event.usageStatus(), event.timestamp());
    }

    /** What it is measured against. */
    @Benchmark
    public UsageEvent parse() {
        return UsageEventJson.read(json);
    }
}
