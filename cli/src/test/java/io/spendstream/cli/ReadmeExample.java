package io.spendstream.cli;

import io.spendstream.contract.Attribution;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TrackContext;

/** The Java of the README, so that the compiler reads it too. */
final class ReadmeExample {
    private ReadmeExample() {}

    /** Stands for the reader's own client. */
    interface Client {
        byte[] post(String request) throws Exception;
    }

    @SuppressWarnings("UnusedVariable") // the reader's own code would use the body
    static void meter(Client client, String request) throws Exception {
        try (var tracker = TokenTracker.fromEnvironment()) { // SPENDSTREAM_BOOTSTRAP_SERVERS
            var who = Attribution.builder("session-1")
                    .team("search")
                    .agent("crawler")
                    .taskType("summarise")
                    .build();
            byte[] body = tracker.track(new TrackContext(who, "openai", "chat", "gpt-4o"), () -> client.post(request));
        }
    }
}
