package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The answer to a {@link SpendQuery}, all of it of one moment.
 *
 * @param query the question
 * @param lines the groups: days, weeks or months in their order, the latest if there is a limit; within them the most
 *     expensive first
 * @param total what all groups add up to, those beyond the limit included
 * @param freshness how far the tables had got
 * @param bookVersions the price books that priced calls of the UTC days the question touches
 */
public record SpendReport(
        SpendQuery query, List<SpendLine> lines, SpendSums total, Freshness freshness, List<String> bookVersions) {
    public SpendReport {
        requireNonNull(query, "query");
        lines = List.copyOf(lines);
        requireNonNull(total, "total");
        requireNonNull(freshness, "freshness");
        bookVersions = List.copyOf(bookVersions);
    }
}
