package io.spendstream.cli.up;

import io.spendstream.cli.Version;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.Instance;
import java.io.PrintWriter;
import java.time.Duration;

/** What an instance says when it is ready: where everything is and what to do next. */
final class Banner {
    private Banner() {}

    static void print(PrintWriter out, Instance instance, Duration took, boolean isEphemeral) {
        Connection connection = instance.connection();
        out.println();
        out.println("  Spendstream %s is ready (%.1f s)".formatted(Version.current(), took.toMillis() / 1000.0));
        out.println("  Kafka       %s   topics %s".formatted(connection.bootstrapServers(), Instance.topics()));
        out.println("  PostgreSQL  %s   user %s, password %s, table token_usage"
                .formatted(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword()));
        connection.metricsUrl().ifPresent(url -> out.println("  Metrics     " + url));
        out.println("  Console     %s   report API, described in %sopenapi.json"
                .formatted(instance.consoleUrl(), instance.consoleUrl()));
        out.println("  Data        %s%s"
                .formatted(
                        instance.dataDirectory(),
                        isEphemeral ? "   forgotten at the end" : "   kept; --ephemeral forgets it"));
        out.println("  Try         ./spendstream report     ./spendstream verify     ./spendstream doctor");
        out.println("  Stop        Ctrl-C");
        out.println();
        out.flush();
    }
}
