package io.spendstream.cli.letters;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.Output;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.letters.DeadLettersListCommand.Outcomes;
import io.spendstream.cli.progress.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream dead-letters show}: one refused record, whole. */
@Command(
        name = "show",
        description = "Shows one refused record whole, with what became of it.",
        footer = {"", "Examples:", "  spendstream dead-letters show 2@117"},
        mixinStandardHelpOptions = true)
final class DeadLettersShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The letter, as dead-letters list names it.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON, the original bytes as text.")
    private boolean isJson;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        LetterPlace place = LetterPlace.parse(id);
        Map<String, Object> kafka = connectionOptions.kafkaConnection().kafkaProperties();
        Progress progress = Progress.on(requireNonNull(spec).commandLine().getErr());
        var outcomes = new Outcomes(Replay.readAll(kafka, progress));
        List<Letter> found = new ArrayList<>();
        Letter.each(kafka, progress, letter -> {
            outcomes.see(letter);
            if (letter.place().equals(place)) {
                found.add(letter);
            }
        });
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no dead letter " + place);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(Output.json(DeadLettersListCommand.toJson(found.get(0), outcomes)));
        } else {
            print(out, found.get(0), outcomes);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void print(PrintWriter out, Letter letter, Outcomes outcomes) {
        String replayed = outcomes.of(letter);
        say(out, "id", letter.place().toString());
        say(out, "reason", letter.why().reason().wireName());
        say(out, "detail", letter.why().detail());
        say(out, "from", letter.origin());
        say(out, "arrived", letter.why().arrivedAt().toString());
        say(out, "replayed", replayed == null ? "no" : replayed);
        say(out, "key", letter.keyText());
        for (Header header : letter.headers()) {
            if (!header.key().startsWith("spendstream.")) {
                byte[] value = header.value();
                say(out, "header", "%s: %d bytes".formatted(header.key(), value == null ? 0 : value.length));
            }
        }
        say(out, "bytes", String.valueOf(letter.value().length));
        out.println();
        letter.valueText().lines().forEach(line -> out.println(Output.printable(line)));
    }

    private static void say(PrintWriter out, String name, String value) {
        out.println("%-9s %s".formatted(name, Output.printable(value)));
    }
}
