package io.spendstream.cli.measure;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.Output;
import io.spendstream.cli.Version;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.Target;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream measure console}: how long each view of the page takes with many rows in the ledger. */
@Command(
        name = "console",
        description = "Fills the ledger of a throw-away instance and measures how long each view of the console takes,"
                + " from request to answer.",
        footer = {"", "Example:", "  spendstream measure console --rows 10000000"},
        mixinStandardHelpOptions = true)
final class MeasureConsoleCommand implements Callable<Integer> {
    private static final long ROWS_MAX = 1_000_000_000;
    private static final int WARM_UP = 3;
    private static final long SEED = 1;
    private static final Map<String, String> VIEWS = views();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many ledger rows (default: ${DEFAULT-VALUE}).")
    private long rows = 1_000_000;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "40",
            description = "How many requests of each view (default: ${DEFAULT-VALUE}).")
    private int requests = 40;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    private static Map<String, String> views() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("summary", "summary");
        views.put("summary of a team", "summary?team=team-3");
        views.put("summary in Kolkata", "summary?tz=Asia/Kolkata");
        views.put("spend 15m by team", "spend?window=15m&group_by=team");
        views.put("spend 24h by agent", "spend?window=24h&group_by=agent");
        views.put("spend 30d by team", "spend?window=30d&group_by=team");
        views.put("spend 30d by model, Berlin", "spend?window=30d&group_by=model&tz=Europe/Berlin");
        views.put("spend 30d by agent, Kolkata", "spend?window=30d&group_by=agent&tz=Asia/Kolkata");
        views.put("spend 24h by session", "spend?window=24h&group_by=session");
        views.put("breakdown today by team", "breakdown?group_by=team");
        views.put("breakdown 30d by agent", "breakdown?window=30d&group_by=agent");
        views.put("breakdown 30d by team, Kolkata", "breakdown?window=30d&group_by=team&tz=Asia/Kolkata");
        views.put("breakdown 24h by session", "breakdown?window=24h&group_by=session");
        views.put("breakdown 24h by session of an agent", "breakdown?window=24h&group_by=session&agent=agent-7");
        views.put("breakdown 30d of a session", "breakdown?window=30d&group_by=model&session=session-7-1");
        views.put("events", "events");
        views.put("events of an agent", "events?agent=agent-7");
        views.put("events unpriced", "events?pricing_status=unpriced");
        views.put("budgets", "budgets");
        return views;
    }

    @Override
    public Integer call() throws Exception {
        if (rows < 1 || rows > ROWS_MAX || requests < 1) {
            throw new IllegalArgumentException(
                    "--rows must be 1 to %d and --requests at least 1: %d, %d".formatted(ROWS_MAX, rows, requests));
        }
        CommandLine commandLine = requireNonNull(spec).commandLine();
        var progress = Progress.on(commandLine.getErr());
        Map<String, Latencies> views = new LinkedHashMap<>();
        try (Target target = Target.throwAway(progress)) {
            Connection connection = target.connection();
            new ConsoleLoad(rows, Instant.now(), SEED)
                    .write(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword(), progress);
            URI api = target.consoleUrl().orElseThrow().resolve("api/v1/");
            try (Work work = progress.begin("asking for views", "views", VIEWS.size())) {
                for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                    views.put(view.getKey(), measure(api.resolve(view.getValue())));
                    work.advance(1);
                }
            }
        }
        print(commandLine.getOut(), views);
        return CommandLine.ExitCode.OK;
    }

    private Latencies measure(URI view) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        var latencies = new Latencies(requests);
        for (int i = -WARM_UP; i < requests; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(view).build(), HttpResponse.BodyHandlers.ofString());
            long nanos = System.nanoTime() - start;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("%s: %d %s".formatted(view, answer.statusCode(), answer.body()));
            }
            if (i >= 0) {
                latencies.set(i, nanos);
            }
        }
        return latencies;
    }

    private void print(PrintWriter out, Map<String, Latencies> views) {
        if (isJson) {
            ObjectNode node = Output.object()
                    .put("version", Version.current())
                    .put("rows", rows)
                    .put("requests", requests)
                    .put("unit", "ms");
            ObjectNode list = node.putObject("views");
            views.forEach((name, latencies) -> list.putObject(name)
                    .put("p50", millis(latencies, 0.5))
                    .put("p95", millis(latencies, 0.95))
                    .put("max", millis(latencies, 1)));
            out.println(Output.json(node));
            return;
        }
        out.println(String.format(
                Locale.ROOT,
                "%,d ledger rows; %d requests of each view, one after the other; milliseconds",
                rows,
                requests));
        out.println(AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                List.copyOf(views.entrySet()),
                List.of(
                        left("view").with(view -> view.getKey()),
                        right("p50").with(view -> millis(view.getValue(), 0.5).toPlainString()),
                        right("p95").with(view -> millis(view.getValue(), 0.95).toPlainString()),
                        right("max").with(view -> millis(view.getValue(), 1).toPlainString()))));
    }

    private static BigDecimal millis(Latencies latencies, double share) {
        return BigDecimal.valueOf(latencies.millisAt(share)).setScale(1, RoundingMode.HALF_UP);
    }
}
