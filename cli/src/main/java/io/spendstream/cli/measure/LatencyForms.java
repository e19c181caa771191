package io.spendstream.cli.measure;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.cli.Version;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How latencies are printed.
 *
 * @param rate how many events were sent a second
 * @param runFor how long
 * @param events how many in all
 */
record LatencyForms(int rate, Duration runFor, long events) {
    /** Prints {@code stages}. */
    void print(PrintWriter out, Map<String, Latencies> stages, boolean isJson) {
        if (!isJson) {
            out.println("%d events at %d a second; milliseconds from record".formatted(events, rate));
            out.println(AsciiTable.getTable(
                    AsciiTable.NO_BORDERS,
                    List.copyOf(stages.entrySet()),
                    List.of(
                            left("until").with(stage -> stage.getKey().replace('_', ' ')),
                            right("seen")
                                    .with(stage ->
                                            String.valueOf(stage.getValue().seen())),
                            right("p50").with(stage -> millis(stage.getValue(), 0.5)),
                            right("p95").with(stage -> millis(stage.getValue(), 0.95)),
                            right("p99").with(stage -> millis(stage.getValue(), 0.99)),
                            right("max").with(stage -> millis(stage.getValue(), 1)))));
            return;
        }
        ObjectNode node = Output.object();
        node.put("version", Version.current());
        node.put("rate", rate);
        node.put("seconds", runFor.toMillis() / 1000.0);
        node.put("events", events);
        node.put("unit", "ms");
        stages.forEach((name, latencies) -> node.putObject(name)
                .put("seen", latencies.seen())
                .put("p50", rounded(latencies, 0.5))
                .put("p95", rounded(latencies, 0.95))
                .put("p99", rounded(latencies, 0.99))
                .put("max", rounded(latencies, 1)));
        out.println(Output.json(node));
    }

    private static String millis(Latencies latencies, double share) {
        BigDecimal rounded = rounded(latencies, share);
        return rounded == null ? "-" : rounded.toPlainString();
    }

    private static @Nullable BigDecimal rounded(Latencies latencies, double share) {
        double millis = latencies.millisAt(share);
        return Double.isNaN(millis) ? null : BigDecimal.valueOf(millis).setScale(1, RoundingMode.HALF_UP);
    }
}
