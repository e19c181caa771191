package io.spendstream.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sink in a process of its own, which a test can kill. */
final class SinkProcess {
    private SinkProcess() {}

    /** Returns the arguments that say {@code settings}. */
    static List<String> arguments(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    /** Runs a sink until the process is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = new TreeMap<>();
        for (String argument : arguments) {
            String[] keyAndValue = argument.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        try (Sink sink = Sink.start(SinkConfig.of(settings), new SimpleMeterRegistry())) {
            Thread.currentThread().join(); // for ever
            throw new IllegalStateException(String.valueOf(sink.failure()));
        }
    }
}
