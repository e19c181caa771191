package io.spendstream.producer.shipper;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka takes our records, judged by nothing but acknowledgements; says so when it changes, once.
 *
 * <p>Written by one thread; {@link #isAway} may be asked by any.
 */
final class BrokerContact {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerContact.class);

    private final Duration patience;
    private volatile boolean isAway;
    private long lastContact;
    private long lastLost;

    /** Creates a contact that counts as away when nothing was acknowledged for {@code patience}, from {@code now} on. */
    BrokerContact(Duration patience, long now) {
        this.patience = patience;
        this.lastContact = now;
        this.lastLost = now;
    }

    boolean isAway() {
        return isAway;
    }

    /** Says that a record was acknowledged. */
    void acknowledged(long now) {
        if (isAway) {
            isAway = false;
            LOG.info("Kafka takes usage events again, after {} s", TimeUnit.NANOSECONDS.toSeconds(now - lastContact));
        }
        lastContact = now;
    }

    /** Says that there is nothing Kafka could acknowledge. */
    void idle(long now) {
        if (!isAway) {
            lastContact = now;
        }
    }

    /**
     * Says that records wait for Kafka. Returns whether they have done so for too long; true again only after as long
     * again, so that it is worth to look into it.
     */
    boolean isLost(long now, @Nullable Throwable lastFailure) {
        if (now - lastContact < patience.toNanos() || now - lastLost < patience.toNanos()) {
            return false;
        }
        lastLost = now;
        if (!isAway) {
            isAway = true;
            LOG.warn(
                    "Kafka has not taken usage events for {} s: {}. They are kept in the journal and sent when it does",
                    patience.toSeconds(),
                    lastFailure == null ? "no answer yet" : lastFailure.toString());
        }
        return true;
    }
}
