package io.spendstream.cli.doctor;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Version;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.pricing.PriceBook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spendstream doctor}: each line ok, or the fix. */
@Command(
        name = "doctor",
        description = "Examines the program and the installation: each line is ok, or says the fix.",
        footer = {"", "Example:", "  spendstream doctor"},
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    private static final int JAVA_MIN = 17;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        Progress progress = Progress.on(spec.commandLine().getErr());
        List<Finding> findings = new ArrayList<>(program());
        Optional<Connection> connection = connectionOptions.find();
        if (connection.isPresent()) {
            findings.add(Finding.ok("configuration", describe(connection.get())));
            findings.addAll(progress.during("asking Kafka", new BrokerExam(connection.get(), progress)::examine));
            findings.addAll(
                    progress.during("adding up the ledger three ways", new DatabaseExam(connection.get())::examine));
            findings.add(progress.during("reading the metrics", new MetricsExam(connection.get())::examine));
        } else {
            findings.add(Finding.wrong(
                    "configuration",
                    "no instance runs on %s".formatted(connectionOptions.data().toAbsolutePath()),
                    "start one with ./spendstream up, or name an installation with --bootstrap-servers and"
                            + " --jdbc-url"));
        }
        findings.forEach(out::println);
        return findings.stream().allMatch(Finding::isOk) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static List<Finding> program() {
        int java = Runtime.version().feature();
        PriceBook book = PriceBook.bundled();
        return List.of(
                Finding.ok(
                        "program",
                        "spendstream %s, %s"
                                .formatted(
                                        Version.current(),
                                        Path.of(System.getProperty("java.class.path", ""))
                                                .toAbsolutePath())),
                java >= JAVA_MIN
                        ? Finding.ok("Java", "%s, %s".formatted(Runtime.version(), System.getProperty("java.home")))
                        : Finding.wrong("Java", Runtime.version().toString(), "install a JDK 17 or newer"),
                Finding.ok(
                        "price book",
                        "bundled, %s, %d models"
                                .formatted(book.version(), book.models().size())));
    }

    private static String describe(Connection connection) {
        return "Kafka %s, PostgreSQL %s as %s, metrics %s"
                .formatted(
                        connection.bootstrapServers(),
                        connection.jdbcUrl(),
                        connection.jdbcUser(),
                        connection.metricsUrl().orElse("not given"));
    }
}
