package io.spendstream.sink;

import java.time.InstantSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** How far the tables are behind the ledger. Measured by the sink's thread, read by any. */
final class Lag {
    private final InstantSource clock;
    private volatile long records;
    private volatile long oldestMillis = Pending.NONE;
    private volatile long writtenMillis;

    Lag(InstantSource clock) {
        this.clock = clock;
    }

    /** Measures what waits: here, and at the broker as far as the last answer told. */
    void measure(Consumer<?, ?> consumer, Pending given, Pending reading) {
        long behind = (long) given.size() + reading.size();
        for (TopicPartition partition : consumer.assignment()) {
            behind += consumer.currentLag(partition).orElse(0);
        }
        records = behind;
        oldestMillis = Math.min(given.oldestMillis(), reading.oldestMillis());
    }

    /** Says that lines the broker took at {@code appendMillis} are in the tables. */
    void written(long appendMillis) {
        writtenMillis = Math.max(writtenMillis, appendMillis);
    }

    long records() {
        return records;
    }

    /** Returns how long the oldest line that is not in the tables has waited; at least that, if it is still at the broker. */
    double seconds() {
        long oldest = oldestMillis;
        if (oldest == Pending.NONE) {
            oldest = records > 0 && writtenMillis > 0 ? writtenMillis : clock.millis();
        }
        return Math.max(0, clock.millis() - oldest) / 1000.0;
    }
}
