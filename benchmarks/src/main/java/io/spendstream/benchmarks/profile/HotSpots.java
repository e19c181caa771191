package io.spendstream.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** What a flight recording says of time and allocation, as text: shares of the samples that met a thread at work. */
public final class HotSpots {
    private static final String OURS = "io.spendstream.";
    private static final int LINES = 40;

    /** Waiting for the network or for standard input looks like work to the sampler of native code. */
    private static final Set<String> WAITING =
            Set.of("wait", "poll", "wait0", "accept", "park", "read0", "epollWait", "readBytes");

    private final Map<String, Double> threads = new HashMap<>();
    private final Map<String, Double> tops = new HashMap<>();
    private final Map<String, Double> within = new HashMap<>();
    private final Map<String, Double> waits = new HashMap<>();
    private final Map<String, Double> allocators = new HashMap<>();
    private double samples;
    private double waited;
    private double allocated;

    private HotSpots() {}

    /** Returns what {@code recording} says. */
    public static String of(Path recording) throws IOException {
        var spots = new HotSpots();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                spots.add(file.readEvent());
            }
        }
        return spots.text(String.valueOf(recording.getFileName()));
    }

    private void add(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> addSample(event, frames);
            case "jdk.NativeMethodSample" -> {
                if (!WAITING.contains(frames.get(0).getMethod().getName())) {
                    addSample(event, frames);
                }
            }
            case "jdk.SocketRead" -> {
                double millis = event.getDuration().toMillis();
                waited += millis;
                for (String method : methods(frames, name -> name.startsWith(OURS))) {
                    waits.merge(method, millis, Double::sum);
                }
            }
            case "jdk.ObjectAllocationSample" -> {
                double weight = event.getLong("weight");
                allocated += weight;
                for (String method : methods(frames, name -> name.startsWith(OURS))) {
                    allocators.merge(method, weight, Double::sum);
                }
            }
            default -> {
                // of no interest here
            }
        }
    }

    private void addSample(RecordedEvent event, List<RecordedFrame> frames) {
        samples++;
        var thread = event.getThread("sampledThread");
        threads.merge(thread == null ? "?" : String.valueOf(thread.getJavaName()), 1.0, Double::sum);
        tops.merge(nameOf(frames.get(0)), 1.0, Double::sum);
        for (String method : methods(frames, name -> true)) {
            within.merge(method, 1.0, Double::sum);
        }
    }

    private static Set<String> methods(List<RecordedFrame> frames, Predicate<String> filter) {
        Set<String> methods = new HashSet<>();
        for (RecordedFrame frame : frames) {
            String name = nameOf(frame);
            if (!name.contains("ambda$") && filter.test(name)) {
                methods.add(name);
            }
        }
        return methods;
    }

    private static String nameOf(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method == null ? "?" : method.getType().getName() + '.' + method.getName();
    }

    private String text(String name) {
        return "%s: %,.0f samples, %,.0f MiB allocated%n".formatted(name, samples, allocated / (1 << 20))
                + part("threads", threads, samples)
                + part("at the top of the stack", tops, samples)
                + part("anywhere in the stack", within, samples)
                + part("ours, waiting for a socket (of %,.0f ms)".formatted(waited), waits, waited)
                + part("ours, allocating", allocators, allocated);
    }

    private static String part(String title, Map<String, Double> shares, double whole) {
        return "  " + title + "\n"
                + shares.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(LINES)
                        .map(share -> String.format(
                                Locale.ROOT, "    %5.1f %%  %s%n", 100 * share.getValue() / whole, share.getKey()))
                        .collect(Collectors.joining());
    }
}
