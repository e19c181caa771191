package io.spendstream.cli.verify;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.Version;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.instance.Target;
import io.spendstream.cli.progress.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream verify}: does the whole path work, and do its numbers agree? */
@Command(
        name = "verify",
        description = "Sends a few calls through the whole path and checks that every number agrees; on the running"
                + " instance, or on a throw-away one where none runs.",
        footer = {
            "",
            "Examples:",
            "  spendstream verify",
            "  spendstream verify --bootstrap-servers kafka:9092 \\",
            "      --jdbc-url jdbc:postgresql://db/spendstream --jdbc-user spendstream \\",
            "      --metrics-url http://processor:9464/metrics,http://sink:9464/metrics"
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Option(
            names = "--evidence",
            paramLabel = "DIR",
            defaultValue = "evidence",
            description = "Where what was found is saved (default: ${DEFAULT-VALUE}).")
    private Path evidenceDirectory = Path.of("evidence");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandLine commandLine = requireNonNull(spec).commandLine();
        PrintWriter out = commandLine.getOut();
        var progress = Progress.on(commandLine.getErr());
        Instant startedAt = Instant.now();
        var evidence = new Evidence(out);
        evidence.say("$ spendstream " + String.join(" ", originalArguments(commandLine)));
        evidence.say("Spendstream %s, Java %s (%s), %s %s"
                .formatted(
                        Version.current(),
                        Runtime.version(),
                        System.getProperty("java.home"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch")));
        evidence.say("program %s, folder %s"
                .formatted(System.getProperty("java.class.path"), Path.of("").toAbsolutePath()));
        try (Target target = Target.open(connectionOptions, progress)) {
            evidence.say("%s: Kafka %s, PostgreSQL %s, metrics %s"
                    .formatted(
                            target.isThrowAway() ? "throw-away instance" : "installation",
                            target.connection().bootstrapServers(),
                            target.connection().jdbcUrl(),
                            target.connection().metricsUrl().orElse("not given")));
            verify(target, evidence, progress);
        }
        evidence.say(evidence.summary());
        Path saved = evidence.save(evidenceDirectory, startedAt);
        out.println("saved as " + saved);
        out.println(evidence.isClean() ? "PASS" : "FAIL");
        return evidence.isClean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** A verification that cannot go on has failed; what it had found is evidence all the same. */
    private static void verify(Target target, Evidence evidence, Progress progress) throws InterruptedException {
        try {
            new Verification(target.connection(), target.isThrowAway(), evidence, progress).run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            evidence.check("every check can be made", false, Output.printable(String.valueOf(e.getMessage())));
        }
    }

    private static List<String> originalArguments(CommandLine commandLine) {
        CommandLine program = commandLine.getParent() == null ? commandLine : commandLine.getParent();
        return program.getParseResult().originalArgs();
    }
}
