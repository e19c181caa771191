package io.spendstream.cli.aside;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.prices.Operator;
import io.spendstream.contract.Topic;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Readmission;
import io.spendstream.sink.write.Readmission.Fate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spendstream set-aside replay}: writes ledger lines that were set aside after all, each once. */
@Command(
        name = "replay",
        description =
                "Writes ledger lines that could not become rows, once this version or the database can hold them.",
        footer = {
            "",
            "The row, the sums and that it was written, when and by whose order, are one",
            "transaction: each line becomes a row once, also beside sinks that are at work.",
            "The database user must own the tables.",
            "",
            "Examples:",
            "  spendstream set-aside replay --all --dry-run",
            "  spendstream set-aside replay --id 2@117,0@20 --operator ada"
        },
        mixinStandardHelpOptions = true)
final class SetAsideReplayCommand implements Callable<Integer> {
    private static final int LINES_MAX = 500;

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(names = "--dry-run", description = "Only say what the database would do.")
    private boolean isDryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Mixin
    private Operator operator = new Operator();

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** Which lines. */
    static final class Choice {
        @Option(names = "--all", description = "All that wait.")
        private boolean isAll;

        @Option(names = "--id", paramLabel = "ID", split = ",", description = "These, as set-aside list names them.")
        private List<String> ids = List.of();
    }

    @Override
    public Integer call() throws Exception {
        Jdbi database = SetAsideLine.open(connectionOptions.connection());
        var forms = new SetAsideForms(isDryRun);
        try (Handle handle = database.open()) {
            var batch = new Batch(handle, forms);
            Set<String> missing = new TreeSet<>(choice.ids);
            SetAsideLine.each(database, line -> {
                boolean isChosen = choice.isAll ? line.kept().outcome().isEmpty() : missing.remove(line.name());
                if (isChosen) {
                    batch.add(line);
                }
            });
            if (!missing.isEmpty()) { // else nothing is done by halves
                throw SetAsideLine.noSuch(missing.iterator().next());
            }
            batch.write();
        }
        CommandLine commandLine = requireNonNull(spec).commandLine();
        if (isJson) {
            forms.json(commandLine.getOut());
        } else {
            forms.table(commandLine.getOut());
        }
        return CommandLine.ExitCode.OK;
    }

    /** What is written in one transaction. */
    private final class Batch {
        private final Readmission readmission = new Readmission(Topic.LEDGER.topicName());
        private final List<LedgerRow> rows = new ArrayList<>();
        private final Handle handle;
        private final SetAsideForms forms;

        private Batch(Handle handle, SetAsideForms forms) {
            this.handle = handle;
            this.forms = forms;
        }

        private void add(SetAsideLine line) {
            if (line.kept().outcome().isPresent()) {
                forms.add(line.name(), Fate.WRITTEN_BEFORE, line.outcome());
                return;
            }
            SetAsideLine.Read read = line.read();
            LedgerRow row = read.row();
            if (row == null) {
                forms.add(line.name(), Fate.STILL_REFUSED, read.why());
                return;
            }
            rows.add(row);
            if (choice.isAll && rows.size() == LINES_MAX) {
                write();
            }
        }

        private void write() {
            if (!rows.isEmpty()) {
                outcomes().forEach(outcome -> forms.add(nameOf(outcome.row()), outcome.fate(), outcome.why()));
            }
            rows.clear();
        }

        private List<Readmission.Outcome> outcomes() {
            try {
                List<LedgerRow> all = List.copyOf(rows);
                return isDryRun
                        ? readmission.rehearse(handle, all, operator.name())
                        : readmission.write(handle, all, operator.name());
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "%d lines were not written, and wait as before".formatted(rows.size()), e);
            }
        }

        private static String nameOf(LedgerRow row) {
            return row.partition() + "@" + row.offset();
        }
    }
}
