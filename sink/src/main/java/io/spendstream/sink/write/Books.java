package io.spendstream.sink.write;

import io.spendstream.contract.LedgerLine;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code token_usage_book}: which price books priced the lines of a day. What was written is remembered, once
 * committed, so that the table is touched only when something is new.
 */
final class Books {
    private static final int REMEMBERED_MAX = 10_000;

    private final Set<DayBook> written = new HashSet<>();
    private final Set<DayBook> writing = new HashSet<>();

    private record DayBook(LocalDate day, String version) implements Comparable<DayBook> {
        private static final Comparator<DayBook> ORDER =
                Comparator.comparing(DayBook::day).thenComparing(DayBook::version);

        @Override
        public int compareTo(DayBook other) {
            return ORDER.compare(this, other);
        }
    }

    void add(Handle handle, Collection<LedgerRow> rows) {
        var books = new TreeSet<DayBook>();
        for (LedgerRow row : rows) {
            LedgerLine line = row.line();
            String version = line.pricing().bookVersion();
            if (version != null) {
                books.add(new DayBook(LocalDate.ofInstant(line.timestamp(), ZoneOffset.UTC), version));
            }
        }
        books.removeAll(written);
        for (DayBook book : books) {
            handle.createUpdate("INSERT INTO token_usage_book (day, book_version) VALUES (:day, :version)"
                            + " ON CONFLICT DO NOTHING")
                    .bind("day", book.day())
                    .bind("version", book.version())
                    .execute();
        }
        writing.addAll(books);
    }

    void committed() {
        if (written.size() + writing.size() > REMEMBERED_MAX) {
            written.clear();
        }
        written.addAll(writing);
        writing.clear();
    }

    /** Forgets everything: perhaps the database was brought back to a state that lacks what was written. */
    void rolledBack() {
        writing.clear();
        written.clear();
    }
}
