package io.spendstream.benchmarks.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.sink.Sink;
import io.spendstream.sink.SinkConfig;
import java.util.Map;

/** Our sink, alone in its process. */
public final class SinkContestant {
    private SinkContestant() {}

    /** Runs on the brokers and the database that the arguments name: servers, URL, user, password, group. */
    public static void main(String[] arguments) throws Exception {
        var config = SinkConfig.of(Map.of(
                "bootstrap.servers", arguments[0],
                "jdbc.url", arguments[1],
                "jdbc.user", arguments[2],
                "jdbc.password", arguments[3],
                "group.id", arguments[4]));
        var running = Sink.start(config, new SimpleMeterRegistry());
        ChildProcess.awaitEnd();
        running.close();
    }
}
