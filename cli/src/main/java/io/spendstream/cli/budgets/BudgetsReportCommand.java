package io.spendstream.cli.budgets;

import static io.spendstream.cli.TableColumn.left;
import static io.spendstream.cli.TableColumn.right;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.freva.asciitable.AsciiTable;
import io.spendstream.cli.DurationText;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.Money;
import io.spendstream.sink.report.AllowanceQuery;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spendstream budgets report}: what each budget spent per period, from the ledger. */
@Command(
        name = "report",
        description = "Shows what budgets spent in each period, from the ledger, held against today's limits.",
        footer = {
            "",
            "Examples:",
            "  spendstream budgets report",
            "  spendstream budgets report search-month --since 90d --json"
        },
        mixinStandardHelpOptions = true)
final class BudgetsReportCommand implements Callable<Integer> {
    private static final int PERIODS_MAX = 9_000;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The budget's id; all budgets unless said.")
    private @Nullable String id;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "7d",
            converter = DurationText.class,
            description = "How far to look back; periods are shown whole (default: ${DEFAULT-VALUE}).")
    private Duration since = Duration.ofDays(7);

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many lines to show of each budget, the newest (default: ${DEFAULT-VALUE}).")
    private int limit = 1000;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    @Spec
    private @Nullable CommandSpec spec;

    /** One line of the report. */
    private record Line(Allowance budget, AllowanceQuery.Answer answer, BudgetAmount spent) {}

    @Override
    public Integer call() throws Exception {
        Connection connection = connectionOptions.connection();
        Map<String, Allowance> budgets = new LinkedHashMap<>();
        CommandLine commandLine = requireNonNull(spec).commandLine();
        Progress progress = Progress.on(commandLine.getErr());
        DefinedBudgets.of(connection, progress).states().stream()
                .map(state -> state.allowance())
                .filter(allowance -> id == null || allowance.id().equals(id))
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .forEach(allowance -> budgets.putIfAbsent(allowance.id(), allowance));
        if (budgets.isEmpty() && id != null) {
            throw new IllegalArgumentException("there is no budget %s; see: spendstream budgets list".formatted(id));
        }
        List<Line> lines = new ArrayList<>();
        Map<String, Long> leftOut = new LinkedHashMap<>();
        Instant now = Instant.now();
        try (Work work = progress.begin("summing up " + connection.jdbcUrl(), "budgets", budgets.size());
                LedgerReader reader = connection.openLedger()) {
            for (Allowance budget : budgets.values()) {
                var query = new AllowanceQuery(budget.scope(), budget.each(), starts(budget.period(), now), limit);
                AllowanceQuery.Answers answers = reader.spend(query);
                for (AllowanceQuery.Answer answer : answers.shown()) {
                    lines.add(new Line(budget, answer, spent(budget.limit().unit(), answer.sums())));
                }
                if (answers.leftOut() > 0) {
                    leftOut.put(budget.id(), answers.leftOut());
                }
                work.advance(1);
            }
        }
        print(commandLine.getOut(), lines);
        leftOut.forEach((budgetId, count) -> commandLine
                .getErr()
                .println("and %2$d more of %1$s, older or smaller; --limit shows them".formatted(budgetId, count)));
        return CommandLine.ExitCode.OK;
    }

    private List<Instant> starts(BudgetPeriod period, Instant now) {
        Instant first = now.minus(since);
        if (period.type() == BudgetPeriod.Type.SESSION) {
            return List.of(first, now);
        }
        List<Instant> starts = new ArrayList<>();
        BudgetWindow window = period.windowAt(first);
        while (window.start().isBefore(now)) {
            starts.add(window.start());
            if (starts.size() > PERIODS_MAX) {
                throw new IllegalArgumentException("--since must be at most %d periods ago".formatted(PERIODS_MAX));
            }
            window = period.windowAt(window.end());
        }
        starts.add(window.start());
        return starts;
    }

    private static BudgetAmount spent(BudgetUnit unit, SpendSums sums) {
        return switch (unit) {
            case USD -> BudgetAmount.usd(Money.of(sums.costExact()));
            case TOKENS -> BudgetAmount.tokens(Math.addExact(sums.promptTokens(), sums.completionTokens()));
        };
    }

    private void print(PrintWriter out, List<Line> lines) {
        if (isJson) {
            ArrayNode array = Output.object().arrayNode();
            lines.forEach(line -> put(array.addObject(), line));
            out.println(Output.json(array));
            return;
        }
        if (lines.isEmpty()) {
            out.println("nothing was spent of any budget");
            return;
        }
        out.println(AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                lines,
                List.of(
                        left("id").with(line -> line.budget().id()),
                        left("of")
                                .maxWidth(60)
                                .with(line -> line.answer().values().isEmpty()
                                        ? BudgetText.scope(
                                                line.budget().scope(),
                                                line.budget().each())
                                        : BudgetText.values(line.answer().values())),
                        left("period from").with(BudgetsReportCommand::start),
                        right("spent").with(line -> BudgetText.amount(line.spent())),
                        right("limit")
                                .with(line -> BudgetText.amount(line.budget().limit())),
                        right("used")
                                .with(line -> BudgetText.percent(
                                        line.spent().ratioOf(line.budget().limit()))),
                        right("calls")
                                .with(line ->
                                        String.valueOf(line.answer().sums().calls())))));
    }

    private static String start(Line line) {
        return line.budget().period().type() == BudgetPeriod.Type.SESSION
                ? "session"
                : line.answer()
                        .start()
                        .atZone(line.budget().period().zone())
                        .toOffsetDateTime()
                        .toString();
    }

    private static void put(ObjectNode node, Line line) {
        node.put("id", line.budget().id());
        ObjectNode values = node.putObject("values");
        for (Map.Entry<BudgetDimension, String> value : line.answer().values().entrySet()) {
            values.put(value.getKey().wireName(), value.getValue());
        }
        node.put("period_start", line.answer().start().toString());
        node.put("unit", line.budget().limit().unit().wireName());
        node.put("spent", line.spent().value().toPlainString());
        node.put("limit", line.budget().limit().value().toPlainString());
        node.put("ratio", line.spent().ratioOf(line.budget().limit()).toPlainString());
        node.put("calls", line.answer().sums().calls());
        node.put("unpriced_calls", line.answer().sums().unpricedCalls());
    }
}
