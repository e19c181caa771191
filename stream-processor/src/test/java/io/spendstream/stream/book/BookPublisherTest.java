package io.spendstream.stream.book;

import static io.spendstream.stream.book.TestBooks.book;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceBookException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class BookPublisherTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final BookPublisher publisher = new BookPublisher(producer);

    @Test
    void writesTheFilesAndThenTheHeadInOneTransactionToOnePartition() throws Exception {
        String version = publisher.publish(Map.of(), book("m", "2"), "ada", Set.of());

        assertThat(version).isEqualTo(PriceBook.of(book("m", "2")).version());
        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(producer.history())
                .allMatch(record -> record.partition() == 0)
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("own/m.yaml", BookRecords.HEAD);
    }

    @Test
    void removesTheFilesTheBookNoLongerHas() throws Exception {
        publisher.publish(Map.of(), book("m", "2"), "ada", Set.of("own/m.yaml", "own/old.yaml", "bundled/x.yaml"));

        assertThat(producer.history())
                .filteredOn(record -> record.value() == null)
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("bundled/x.yaml", "own/old.yaml");
    }

    @Test
    void publishesNothingOfABookThatBreaksARule() {
        assertThatExceptionOfType(PriceBookException.class)
                .isThrownBy(() -> publisher.publish(Map.of(), Map.of("m.yaml", "format: 7"), "ada", Set.of()));

        assertThat(producer.history()).isEmpty();
    }

    @Test
    void refusesAFileThatWouldNotFitTheTopic() {
        String text = book("m", "2").get("m.yaml") + "#".repeat(BookPublisher.FILE_BYTES_MAX);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> publisher.publish(Map.of(), Map.of("m.yaml", text), "ada", Set.of()))
                .withMessageContaining("m.yaml has");
        assertThat(producer.history()).isEmpty();
    }
}
