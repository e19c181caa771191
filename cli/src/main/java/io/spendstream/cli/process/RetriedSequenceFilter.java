package io.spendstream.cli.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;

/**
 * Drops one message of the embedded broker: that the first transactional write to a partition came out of order while
 * several requests were on their way. The producer sends it again and nothing is lost (KAFKA-18202), but the broker
 * calls it an error, which would alarm people for nothing.
 */
public final class RetriedSequenceFilter extends Filter<ILoggingEvent> {
    private static final String RETRIED = OutOfOrderSequenceException.class.getName();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getThrowableProxy() != null
                        && event.getThrowableProxy().getClassName().equals(RETRIED)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
