package io.spendstream.stream.book;

import static io.spendstream.stream.book.TestBooks.NOON;
import static io.spendstream.stream.book.TestBooks.book;
import static io.spendstream.stream.book.TestBooks.extension;
import static io.spendstream.stream.book.TestBooks.records;
import static io.spendstream.stream.book.TestBooks.take;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.stream.pricing.PriceBook;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BookTopicTest {
    private final BookTopic topic = new BookTopic();

    @Test
    void saysNothingWhileNothingIsThere() {
        assertThat(topic.book()).isEmpty();
        assertThat(topic.said()).isInstanceOf(BookTopic.Said.Nothing.class);
    }

    @Test
    void aBookIsThereOnceItsHeadIs() {
        Map<String, byte[]> records = records(Map.of(), book("m", "2"));
        byte[] head = records.remove(BookRecords.HEAD);
        take(topic, records);
        assertThat(topic.book()).isEmpty();

        assertThat(topic.take(BookRecords.HEAD.getBytes(UTF_8), head, NOON)).isTrue();

        PublishedBook book = topic.book().orElseThrow();
        assertThat(book.own()).isEqualTo(book("m", "2"));
        assertThat(book.publishedAt()).isEqualTo(NOON);
        assertThat(book.head().operator()).isEqualTo("ada");
        assertThat(book.open().version()).isEqualTo(book.head().version());
    }

    @Test
    void aBookOfWhichAFileWasReplacedSinceIsNotWhole() {
        take(topic, records(Map.of(), book("m", "2")));
        Map<String, byte[]> later = records(Map.of(), book("m", "3"));
        byte[] oldHead = records(Map.of(), book("m", "2")).get(BookRecords.HEAD);
        take(topic, later);

        topic.take(BookRecords.HEAD.getBytes(UTF_8), oldHead, NOON);

        assertThat(topic.book()).isEmpty();
        assertThat(topic.said()).asString().contains("is not whole: own/m.yaml");
    }

    @Test
    void aHeadThatCannotBeReadIsNoBook() {
        for (String head : new String[] {"", "{", "[]", "{}", "{\"schema_version\":2}", "{\"schema_version\":1}"}) {
            topic.take(BookRecords.HEAD.getBytes(UTF_8), head.getBytes(UTF_8), NOON);

            assertThat(topic.said()).as(head).isInstanceOf(BookTopic.Said.Broken.class);
        }
    }

    @Test
    void filesThatWereRemovedAreGone() {
        take(topic, records(Map.of(), book("m", "2")));
        topic.take("own/m.yaml".getBytes(UTF_8), null, NOON);

        assertThat(topic.files()).isEmpty();
    }

    @Test
    void aKeyOfNobodyIsNoFileOfAnyBook() {
        topic.take(null, new byte[] {1}, NOON);
        take(topic, records(Map.of(), book("m", "2")));

        assertThat(topic.book()).isPresent();
    }

    @Test
    void anExtensionExtendsWhatWasPublishedWithIt() {
        Map<String, String> older = book("base", "5");
        take(topic, records(older, extension("m", "2")));

        PriceBook book = topic.book().orElseThrow().open();

        assertThat(book.origins()).extracting(origin -> origin.model()).containsExactlyInAnyOrder("m", "base");
    }
}
