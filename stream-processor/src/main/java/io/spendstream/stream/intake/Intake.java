package io.spendstream.stream.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the event in a record, without regard to when it arrived. A pure function. */
final class Intake {
    private Intake() {}

    /**
     * Returns the event in {@code value}.
     *
     * @throws RejectedException if there is no valid event in it or {@code key} is not the event's id
     */
    static UsageEvent read(byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            throw new RejectedException(
                    RejectionReason.MALFORMED_JSON, "a record must be one JSON object: it is empty");
        }
        UsageEvent event = readEvent(value);
        if (key == null) {
            throw new RejectedException(RejectionReason.KEY_MISMATCH, "the record's key must be its event_id: no key");
        }
        if (!Arrays.equals(key, event.eventId().getBytes(UTF_8))) {
            throw new RejectedException(
                    RejectionReason.KEY_MISMATCH,
                    "the record's key must be its event_id: a key of %d bytes".formatted(key.length));
        }
        return event;
    }

    private static UsageEvent readEvent(byte[] value) {
        try {
            return UsageEventJson.read(value);
        } catch (RejectedException e) {
            throw e;
        } catch (RuntimeException e) {
            // No store has been touched, so a record that meets a fault of ours may step aside; the others go on.
            throw new RejectedException(
                    RejectionReason.INVALID_VALUE,
                    "the record cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
