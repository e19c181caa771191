package io.spendstream.producer;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent that records thousands of events a second until it is killed. It writes each id to a file of its own once {@code
 * record} has returned: what stands there was promised.
 *
 * <p>Arguments: bootstrap servers, journal directory, file of promised ids, prefix of ids, number of threads.
 */
final class KilledAgent {
    private static final long PAUSE_NANOS = 100_000;

    private KilledAgent() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers",
                arguments[0],
                "journal.directory",
                arguments[1],
                "journal.segment.bytes.max",
                "262144",
                "journal.scan.ms",
                "100"));
        var tracker = new TokenTracker(TokenTrackerConfig.of(settings));
        for (int t = 0; t < Integer.parseInt(arguments[4]); t++) {
            String prefix = arguments[3] + "-" + t + "-";
            OutputStream promised =
                    new FileOutputStream(Path.of(arguments[2] + "." + t).toFile());
            new Thread(() -> recordForever(tracker, prefix, promised)).start();
        }
    }

    private static void recordForever(TokenTracker tracker, String prefix, OutputStream promised) {
        try {
            for (long i = 0; ; i++) {
                String id = prefix + i;
                tracker.record(Events.event(id));
                // one write to the operating system, which outlives the process
                promised.write((id + "\n").getBytes(StandardCharsets.UTF_8));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
