package io.spendstream.notifier;

import io.spendstream.notifier.NotifierMeters.Failure;
import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.channel.Notice;
import io.spendstream.notifier.delivery.Delivery;
import io.spendstream.notifier.delivery.DeliveryResult;
import io.spendstream.notifier.delivery.Pending;
import io.spendstream.notifier.http.RefusedAddressException;
import io.spendstream.notifier.http.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries to deliver an alert once, and decides what its answer, or the lack of one, means. Not thread-safe. */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final LaneParts parts;
    private final Channel channel;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Attempt(LaneParts parts) {
        this.parts = parts;
        this.channel = parts.channel();
    }

    /** Tries to deliver {@code alert}; returns until when the receiver wants to be left alone, if it said so. */
    Optional<Instant> deliver(Pending<Notice> alert) {
        alert.tried();
        try {
            Reply reply = channel.send(alert.alert(), parts.poster(), now());
            alert.answered(reply.status());
            return judge(alert, reply);
        } catch (RefusedAddressException e) {
            failed(alert, Failure.ADDRESS_REFUSED, String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            failed(alert, Failure.TIMEOUT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            failed(alert, Failure.UNREACHABLE, e.toString());
        } catch (RuntimeException e) {
            LOG.error("channel {} could not put alert {} into its form", channel.name(), alert.id(), e);
            failed(alert, Failure.INTERNAL, e.toString());
        }
        return Optional.empty();
    }

    private Optional<Instant> judge(Pending<Notice> alert, Reply reply) {
        if (reply.isAccepted()) {
            settle(alert, DeliveryResult.DELIVERED);
            LOG.info("channel {} delivered alert {}: {}", channel.name(), alert.id(), reply.status());
            return Optional.empty();
        }
        if (!reply.isRetryable()) {
            settle(alert, DeliveryResult.REJECTED);
            LOG.error(
                    "channel {} will not deliver alert {}: the receiver answered {} {}",
                    channel.name(),
                    alert.id(),
                    reply.status(),
                    reply.excerpt());
            return Optional.empty();
        }
        failed(
                alert,
                reply.isRateLimit() ? Failure.RATE_LIMITED : Failure.SERVER_ERROR,
                "the receiver answered %d %s".formatted(reply.status(), reply.excerpt()));
        // longer than an alert may become, nobody waits
        Duration waitMax = parts.config().alertAgeMax();
        return reply.retryAfter().map(wait -> now().plus(wait.compareTo(waitMax) < 0 ? wait : waitMax));
    }

    /** Settles {@code alert}, which became too old. */
    void expire(Pending<Notice> alert) {
        settle(alert, DeliveryResult.EXPIRED);
        LOG.error(
                "channel {} gives up alert {} of {} after {} attempts",
                channel.name(),
                alert.id(),
                alert.appendedAt(),
                alert.attempts());
    }

    /** Notes that {@code alert} is to be tried again later. */
    void failed(Pending<Notice> alert, Failure failure, String reason) {
        Duration wait = parts.config().backoff().after(alert.failuresInARow() + 1, random);
        alert.failedUntil(now().plus(wait));
        parts.meters().failed(failure);
        LOG.warn("channel {} tries alert {} again in {} ms: {}", channel.name(), alert.id(), wait.toMillis(), reason);
    }

    private void settle(Pending<Notice> alert, DeliveryResult result) {
        alert.settled(new Delivery(channel.name(), alert.id(), result, alert.lastStatus(), alert.attempts(), now()));
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
