package io.spendstream.cli.reconcile;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.DurationText;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.report.Period;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream reconcile}: does every view say what the ledger says? */
@Command(
        name = "reconcile",
        description = "Adds up the ledger topic once more and compares every view with it.",
        footer = {
            "",
            "Compared are the rows of token_usage, the rollup, the counters, the totals",
            "topic and /metrics, while everything is at work. The drift of each must be 0;",
            "else the first place that differs is named with both figures, where rows",
            "differ also the first event, and the exit code is 1.",
            "",
            "Examples:",
            "  spendstream reconcile",
            "  spendstream reconcile --since 24h --json"
        },
        mixinStandardHelpOptions = true)
public final class ReconcileCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "The first day (2026-11-21) or moment (RFC 3339) that counts, or how long ago (24h, 7d);"
                    + " default: everything.")
    private @Nullable String since;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationText.class,
            defaultValue = "30s",
            description = "How long totals and /metrics may take to come up to the ledger (default: ${DEFAULT-VALUE}).")
    private Duration wait = Duration.ofSeconds(30);

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Instant now = Instant.now();
        Optional<Instant> first = since == null
                ? Optional.empty()
                : Optional.of(Period.of(since, null, ZoneOffset.UTC, now).since());
        CommandLine commandLine = requireNonNull(spec).commandLine();
        var progress = Progress.on(commandLine.getErr());
        Reconciled found = new LedgerComparison(connectionOptions.connection(), wait, progress).run(first, now);
        PrintWriter out = commandLine.getOut();
        if (isJson) {
            ReconcileForms.json(out, found);
        } else {
            ReconcileForms.table(out, found);
        }
        return found.drift() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
