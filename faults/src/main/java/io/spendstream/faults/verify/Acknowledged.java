package io.spendstream.faults.verify;

import io.spendstream.faults.workload.PlannedCall;
import io.spendstream.faults.workload.Report;
import io.spendstream.faults.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the agents were told is recorded. Each agent writes a line once {@code record} has returned:
 *
 * <pre>
 * file    := line…
 * line    := number SP report SP outcome LF
 * outcome := "ok" | "failed"
 * </pre>
 *
 * <p>A call whose line is missing, because its agent was killed, is unknown: it may appear, once.
 *
 * @param ok the reports that must be in the topic, by name
 * @param failed how many were refused, and counted as dropped by the library
 */
public record Acknowledged(Set<String> ok, long failed) {
    private static final String OK = "ok";

    /** Returns the name of a report of the call {@code id}. */
    static String nameOf(String id, Report report) {
        return "%s %s %d+%d".formatted(id, report.status(), report.prompt(), report.output());
    }

    /** Reads the files of {@code agents} in {@code directory}. */
    public static Acknowledged read(Path directory, List<String> agents, Workload workload) throws IOException {
        Set<String> ok = new HashSet<>();
        long failed = 0;
        for (String agent : agents) {
            for (String[] line : lines(fileOf(directory, agent))) {
                PlannedCall call = workload.call(agent, Long.parseLong(line[0]));
                Report report = call.reports().get(Integer.parseInt(line[1]));
                if (line[2].equals(OK)) {
                    ok.add(nameOf(call.id(), report));
                } else {
                    failed++;
                }
            }
        }
        return new Acknowledged(ok, failed);
    }

    /** Returns the file of {@code agent}. */
    public static Path fileOf(Path directory, String agent) {
        return directory.resolve(agent + ".recorded");
    }

    /** Returns the line that says what became of a report. */
    public static String line(long number, int report, boolean isOk) {
        return "%d %d %s\n".formatted(number, report, isOk ? OK : "failed");
    }

    /** Returns the number an agent goes on with: beyond all it can have begun, so that what is unknown stays so. */
    public static long next(Path file, int begunMax) throws IOException {
        return lines(file).stream()
                        .mapToLong(line -> Long.parseLong(line[0]))
                        .max()
                        .orElse(-1 - begunMax)
                + 1
                + begunMax;
    }

    /** Returns the complete lines; the last one may be torn. */
    private static List<String[]> lines(Path file) throws IOException {
        List<String[]> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ", -1);
                if (parts.length == 3 && (parts[2].equals(OK) || parts[2].equals("failed"))) {
                    lines.add(parts);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return lines;
    }

    /** Returns the check that everything acknowledged is in the topic. */
    public Check check(UsageLog log) {
        List<String> differences = new ArrayList<>(log.strange());
        var missing = new TreeSet<>(ok);
        missing.removeAll(log.reports());
        missing.forEach(report -> differences.add(report + " was recorded and is not in the topic"));
        return new Check("acknowledged reports in the topic", ok.size(), differences);
    }
}
