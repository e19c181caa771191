package io.spendstream.producer.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BrokerContactTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(BrokerContact.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final BrokerContact contact = new BrokerContact(Duration.ofSeconds(10), 0);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void saysOnceThatKafkaIsAwayAndOnceThatItIsBack() {
        int lost = 0;
        for (int second = 0; second < 100; second++) {
            if (contact.isLost(nanos(second), new IllegalStateException("topic is not there"))) {
                lost++;
            }
        }
        assertThat(lost).isEqualTo(9);
        assertThat(contact.isAway()).isTrue();
        contact.acknowledged(nanos(100));
        contact.acknowledged(nanos(101));

        assertThat(contact.isAway()).isFalse();
        assertThat(messages()).hasSize(2);
        assertThat(messages().get(0)).contains("for 10 s", "topic is not there");
        assertThat(messages().get(1)).contains("again", "100 s");
    }

    @Test
    void isPatientAfterALongTimeWithNothingToSend() {
        contact.idle(nanos(1000));

        assertThat(contact.isLost(nanos(1009), null)).isFalse();

        assertThat(contact.isAway()).isFalse();
        assertThat(messages()).isEmpty();
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static long nanos(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
