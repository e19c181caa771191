package io.spendstream.faults.run;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import io.spendstream.cli.TableColumn;
import io.spendstream.faults.verify.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param head what was run, for how long
 * @param injected how often each fault was injected
 * @param told what was injected when
 * @param checks what was checked
 * @param facts further counts
 */
public record RunOutcome(
        String head, Map<String, Integer> injected, List<String> told, List<Check> checks, Map<String, Long> facts) {
    private static final int SHOWN_MAX = 10;

    public RunOutcome {
        told = List.copyOf(told);
        checks = List.copyOf(checks);
    }

    /** Returns whether nothing differs. */
    public boolean isClean() {
        return checks.stream().allMatch(Check::isClean);
    }

    /** Returns the checks that found a difference. */
    public List<Check> failed() {
        return checks.stream().filter(check -> !check.isClean()).toList();
    }

    /** Returns the differences that the check named {@code name} found. */
    public List<String> differences(String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .flatMap(check -> check.differences().stream())
                .toList();
    }

    /** Returns the faults of the schedules that were not once injected to their end. */
    public List<String> neverInjected() {
        return injected.entrySet().stream()
                .filter(fault -> fault.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns how often a fault was injected. */
    public int faults() {
        return injected.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns the tables for people; with the schedule and the first differences, if anything differs. */
    public String text() {
        var text = new StringBuilder();
        text.append(head).append('\n');
        text.append(table("injected", "times", injected)).append('\n');
        text.append(table("happened", "count", facts)).append('\n');
        text.append(checkTable()).append('\n');
        if (isClean()) {
            text.append("zero differences, ").append(faults()).append(" faults\n");
            return text.toString();
        }
        text.append("DIFFERENCES; what was injected:\n");
        told.forEach(line -> text.append("  ").append(line).append('\n'));
        for (Check check : failed()) {
            List<String> differences = check.differences();
            text.append(check.name()).append(": ").append(differences.size()).append(" differences, first\n");
            if (!check.firstEvent().isEmpty()) {
                text.append("  FIRST EVENT ").append(check.firstEvent()).append('\n');
            }
            differences.stream()
                    .limit(SHOWN_MAX)
                    .forEach(difference -> text.append("  ").append(difference).append('\n'));
        }
        return text.toString();
    }

    private static String table(String what, String number, Map<String, ? extends Number> counts) {
        List<String[]> rows = new ArrayList<>();
        counts.forEach((name, count) -> rows.add(new String[] {name, String.valueOf(count)}));
        return table(rows, TableColumn.left(what), TableColumn.right(number));
    }

    private String checkTable() {
        List<String[]> rows = new ArrayList<>();
        for (Check check : checks) {
            rows.add(new String[] {
                check.name(),
                String.valueOf(check.compared()),
                String.valueOf(check.differences().size())
            });
        }
        return table(
                rows, TableColumn.left("checked"), TableColumn.right("compared"), TableColumn.right("differences"));
    }

    private static String table(List<String[]> rows, Column... columns) {
        return AsciiTable.getTable(AsciiTable.NO_BORDERS, columns, rows.toArray(String[][]::new)) + '\n';
    }
}
