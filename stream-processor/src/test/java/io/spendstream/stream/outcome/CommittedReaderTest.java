package io.spendstream.stream.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Topic;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommittedReaderTest {
    @Test
    void beginsAgainAfterAnErrorThatNobodyExpected() throws Exception {
        var attempts = new CountDownLatch(2);

        CommittedReader reader =
                CommittedReader.start(Topic.TOTALS, "readers", Map.of("bootstrap.servers", "127.0.0.1:1"), () -> {
                    attempts.countDown();
                    throw new IllegalStateException("not an error of Kafka");
                });

        try {
            assertThat(attempts.await(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            reader.close();
        }
    }
}
