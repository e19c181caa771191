package io.spendstream.cli.demo;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.UsageEvent;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.reading.ReadRequest;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.reading.StreamedUsage;
import io.spendstream.producer.reading.UsageReader;
import io.spendstream.producer.reading.UsageReaders;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the simulated agents work at a steady rate, on one thread of its own, until it is closed. Thread-safe.
 */
public final class Fleet implements AutoCloseable {
    private static final int SESSION_CALLS = 12;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final TokenTracker tracker;
    private final List<SimulatedAgent> agents = SimulatedAgent.fleet();
    private final Random random;
    private final SimulatedProvider provider;
    private final long nanosPerCall;
    private final AtomicLong recorded = new AtomicLong();
    private final Thread thread;
    private volatile boolean isClosed;

    /** Starts a fleet that makes {@code callsPerSecond} calls, drawn with {@code seed}, metered by {@code tracker}. */
    public Fleet(TokenTracker tracker, int callsPerSecond, long seed) {
        if (callsPerSecond < 1 || callsPerSecond > 100_000) {
            throw new IllegalArgumentException("--demo-rate must be in 1..100000: " + callsPerSecond);
        }
        this.tracker = tracker;
        this.random = new Random(seed);
        this.provider = new SimulatedProvider(random);
        this.nanosPerCall = NANOS_PER_SECOND / callsPerSecond;
        this.thread = new Thread(this::work, "demo-fleet");
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        long next = System.nanoTime();
        for (long call = 0; !isClosed; call++) {
            SimulatedAgent agent = agents.get(random.nextInt(agents.size()));
            String session = "%s-%d".formatted(agent.agent(), call / SESSION_CALLS);
            for (UsageEvent event : eventsOf(agent, session)) {
                tracker.record(event);
                recorded.incrementAndGet();
            }
            next += nanosPerCall;
            while (!isClosed && next - System.nanoTime() > 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private List<UsageEvent> eventsOf(SimulatedAgent agent, String session) {
        Attribution attribution = Attribution.builder(session)
                .team(agent.team())
                .agent(agent.agent())
                .taskType(agent.taskType())
                .environment("demo")
                .build();
        return read(agent, provider.answer(agent)).toEvents(Instant.now(), attribution);
    }

    /** Reads the usage of {@code body}, a response to {@code agent}. */
    public static ReadUsage read(SimulatedAgent agent, byte[] body) {
        UsageReader reader = UsageReaders.of(agent.provider(), agent.api())
                .orElseThrow(() -> new IllegalStateException("no reader for " + agent.provider()));
        ReadRequest request = ReadRequest.of(agent.model());
        if (!agent.isStreaming()) {
            return reader.read(body, request);
        }
        StreamedUsage stream = reader.stream(request);
        stream.feed(body);
        return stream.result();
    }

    /** Returns how many events were recorded so far. */
    public long recorded() {
        return recorded.get();
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops the agents and waits for the call in progress. */
    public void stop() {
        isClosed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
