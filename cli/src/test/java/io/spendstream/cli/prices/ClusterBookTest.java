package io.spendstream.cli.prices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spendstream.stream.book.BookTopic;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** That a book which cannot be used is not taken for none. */
class ClusterBookTest {
    private final BookTopic topic = new BookTopic();

    @Test
    void whereNoneWasAppliedThereIsNone() {
        assertThat(ClusterBook.inForce(topic)).isEmpty();
    }

    @Test
    void oneThatCannotBeUsedIsSaidToBeThere() {
        topic.take("#book".getBytes(UTF_8), "nonsense".getBytes(UTF_8), Instant.EPOCH);

        assertThatIllegalStateException()
                .isThrownBy(() -> ClusterBook.inForce(topic))
                .withMessageStartingWith("the book on the prices topic cannot be used (")
                .withMessageEndingWith("apply a good one with spendstream prices apply");
    }
}
