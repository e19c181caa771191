package io.spendstream.faults.inject;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults one after the other, drawn like cards: each comes once before any comes again. Two schedules side by side give
 * faults that overlap. Thread-safe.
 */
public final class Schedule {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    private static final int PAUSE_MILLIS_MIN = 300;

    private final String name;
    private final List<Fault> faults;
    private final Random random;
    private final Duration pauseMax;
    private final long start = System.nanoTime();

    private final List<String> told = new ArrayList<>(); // guarded by this
    private final Map<String, Integer> counts = new TreeMap<>(); // guarded by this

    /** Draws from {@code faults} by {@code seed}, with a pause of at most {@code pauseMax} after each. */
    public Schedule(String name, List<Fault> faults, long seed, Duration pauseMax) {
        this.name = name;
        this.faults = List.copyOf(faults);
        this.random = new Random(seed);
        this.pauseMax = pauseMax;
        faults.forEach(fault -> counts.putIfAbsent(fault.name(), 0));
    }

    /** Injects until {@code length} is over. */
    public void run(Duration length) throws InterruptedException {
        long end = start + length.toNanos();
        List<Fault> deck = new ArrayList<>();
        while (System.nanoTime() < end) {
            if (deck.isEmpty()) {
                deck.addAll(faults);
                Collections.shuffle(deck, random);
            }
            inject(deck.remove(deck.size() - 1));
            int pause = PAUSE_MILLIS_MIN + random.nextInt((int) pauseMax.toMillis());
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            Thread.sleep(Math.max(0, Math.min(pause, left)));
        }
    }

    private void inject(Fault fault) throws InterruptedException {
        long begin = System.nanoTime();
        String end = "";
        // of its own: where a fault is cut off must not decide which come after it
        var ofFault = new Random(random.nextLong());
        try {
            fault.injection().inject(ofFault);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // something else is broken just now: that is a fault too, and is mended at the end
            end = ", not to its end: " + e.getMessage();
            LOG.warn("{}{}", fault.name(), end);
        }
        tell(fault, begin, end);
    }

    private synchronized void tell(Fault fault, long begin, String end) {
        counts.merge(fault.name(), end.isEmpty() ? 1 : 0, Integer::sum);
        told.add("%s %6.1f s to %6.1f s: %s%s"
                .formatted(name, seconds(begin), seconds(System.nanoTime()), fault.name(), end));
    }

    private double seconds(long time) {
        return (time - start) / 1e9;
    }

    /** Returns what was injected, in order, with times since the start. */
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    /** Returns how often each fault was injected to its end. */
    public synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }
}
