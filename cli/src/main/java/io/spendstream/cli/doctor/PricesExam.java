package io.spendstream.cli.doctor;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.prices.ClusterBook;
import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.book.BookTopic;
import io.spendstream.stream.book.PublishedBook;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Which price book is in force, and does every stream processor price by it? */
final class PricesExam {
    private static final String SUBJECT = "prices in force";
    private static final String INFO = "ai_price_list_info";
    private static final String APPLY = "apply a good one: spendstream prices apply";

    private final Connection connection;

    PricesExam(Connection connection) {
        this.connection = connection;
    }

    /** Examines, with the Kafka client properties {@code kafka}. */
    Finding examine(Map<String, Object> kafka, Progress progress) throws InterruptedException {
        BookTopic topic = ClusterBook.read(kafka, progress);
        if (topic.said() instanceof BookTopic.Said.Broken broken) {
            return Finding.wrong(SUBJECT, broken.reason(), APPLY);
        }
        if (topic.book().isEmpty()) {
            return Finding.ok(SUBJECT, "none applied; each stream processor prices by its configured book");
        }
        PublishedBook book = topic.book().get();
        String version = book.head().version();
        List<String> others = versionsInUse().stream()
                .filter(labels -> !labels.contains("\"" + version + "\""))
                .toList();
        return others.isEmpty()
                ? Finding.ok(
                        SUBJECT,
                        "%s since %s, applied by %s"
                                .formatted(
                                        version, book.publishedAt(), book.head().operator()))
                : Finding.wrong(
                        SUBJECT,
                        "%s was applied, but a stream processor prices by %s".formatted(version, others),
                        "look at its log: it may have refused the book, or be of another release");
    }

    /** Returns the labels of the versions that processes price by, as far as their metrics can be read. */
    private List<String> versionsInUse() throws InterruptedException {
        if (connection.metricsUrl().isEmpty()) {
            return List.of();
        }
        try {
            return Scrape.of(connection.metricsUrl().get()).samples().stream()
                    .filter(sample -> sample.name().equals(INFO))
                    .map(Scrape.Sample::labels)
                    .toList();
        } catch (IOException e) {
            return List.of(); // said by the finding on lag
        }
    }
}
