package io.spendstream.cli.prices;

import io.spendstream.cli.Output;
import io.spendstream.stream.pricing.BookDiff.Change;
import io.spendstream.stream.pricing.BookDiff.Difference;
import io.spendstream.stream.pricing.BookDiff.Kind;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Differences between two books, as people read them. */
final class DiffText {
    private static final int NAMES_MAX = 4;

    private DiffText() {}

    /** Prints {@code differences}; of models that get their first price only the number, unless {@code isFull}. */
    static void print(PrintWriter out, List<Difference> differences, boolean isFull) {
        int added = 0;
        int others = 0;
        for (Difference difference : differences) {
            boolean isNew = difference.changes().stream().allMatch(change -> change.kind() == Kind.ADDED);
            if (isNew) {
                added += difference.names().size();
            } else {
                others += difference.names().size();
            }
            if (!isNew || isFull) {
                print(out, difference);
            }
        }
        out.println(
                "%d names cost something else or nothing any more, %d get their first price".formatted(others, added));
    }

    private static void print(PrintWriter out, Difference difference) {
        List<String> names = difference.names();
        String more = names.size() > NAMES_MAX ? " and %d more names".formatted(names.size() - NAMES_MAX) : "";
        String callers = difference.callers().isEmpty() ? "" : ", for " + difference.callers();
        out.println(Output.printable("%s %s%s%s"
                .formatted(
                        difference.provider(),
                        String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size()))),
                        more,
                        callers)));
        for (Change change : difference.changes()) {
            out.println("  %s%s".formatted(change.kind().name().toLowerCase(Locale.ROOT), during(change)));
            change.shifts()
                    .forEach((what, shift) ->
                            out.println("    %s  %s -> %s".formatted(what, text(shift.before()), text(shift.after()))));
        }
    }

    /** Returns the time of {@code change} in words; nothing if it is all time. */
    private static String during(Change change) {
        String from = change.from().equals(Instant.MIN) ? "" : " from " + change.from();
        return change.to().equals(Instant.MAX) ? from : from + " until " + change.to();
    }

    private static String text(@Nullable BigDecimal price) {
        return price == null ? "none" : price.toPlainString();
    }
}
