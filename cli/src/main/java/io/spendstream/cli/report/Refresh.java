package io.spendstream.cli.report;

import io.spendstream.cli.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/** Shows a page again and again. A database that is away is said in its place, and asked again. */
final class Refresh {
    private Refresh() {}

    /** Shows {@code page} each {@code interval} until this thread is interrupted. */
    static void every(Duration interval, PrintWriter out, Terminal terminal, Supplier<String> page) {
        if (interval.isZero()) {
            throw new IllegalArgumentException("the interval must be above 0, such as 2s");
        }
        while (!Thread.currentThread().isInterrupted()) {
            String text;
            try {
                text = page.get();
            } catch (JdbiException e) {
                text = "the database does not answer, asking again in %d s: %s%n"
                        .formatted(interval.toSeconds(), e.getMessage());
            }
            out.print(terminal.inPlace(text));
            out.flush();
            try {
                Thread.sleep(interval.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
