package io.spendstream.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.intake.AcceptanceWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Says what is to be done with a letter. Within the acceptance window the stream processor's memory says whether an event
 * was counted; what is older is asked of the table, which must have every line there is.
 */
final class Sorting {
    /** How much earlier than the window's end the table is asked instead: a letter takes its time to be read. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final Map<String, Replay> replays;
    private final Instant now;
    private final Predicate<String> isCounted;

    /** What is to be done with a letter, and why. */
    record Sorted(Resendable letter, Fate fate, String why) {}

    /**
     * @param replays what was done with letters before
     * @param isCounted whether the table has an event
     */
    Sorting(Map<String, Replay> replays, Instant now, Predicate<String> isCounted) {
        this.replays = Map.copyOf(replays);
        this.now = now;
        this.isCounted = isCounted;
    }

    Sorted sort(Letter letter) {
        if (replays.containsKey(letter.id())) {
            return sort(letter, false);
        }
        if (!letter.why().topic().equals(Topic.USAGE.topicName())) {
            return new Sorted(
                    letter, Fate.NO_USAGE, "it came from " + letter.why().topic());
        }
        if (letter.why().reason() == RejectionReason.CONFLICT) {
            return new Sorted(letter, Fate.CONFLICTING, letter.why().detail());
        }
        return sort(letter, letter.why().reason() == RejectionReason.TOO_LATE);
    }

    /** Says what is to be done with an event that no stream processor ever saw. */
    Sorted sort(JournalEvent event) {
        return sort(event, false);
    }

    private Sorted sort(Resendable letter, boolean wasLate) {
        Replay before = replays.get(letter.id());
        if (before != null) {
            return new Sorted(letter, Fate.ALREADY_REPLAYED, before.toString());
        }
        UsageEvent event;
        try {
            event = read(letter);
        } catch (RejectedException e) {
            return new Sorted(letter, Fate.STILL_REFUSED, e.reason().wireName() + ": " + e.getMessage());
        }
        boolean isLate = wasLate
                || event.timestamp()
                        .isBefore(now.minus(AcceptanceWindow.DEFAULT_PAST).plus(MARGIN));
        if (!isLate) {
            return new Sorted(letter, Fate.SEND, "");
        }
        return isCounted.test(event.eventId())
                ? new Sorted(letter, Fate.ALREADY_COUNTED, "token_usage has " + event.eventId())
                : new Sorted(letter, Fate.READMIT, "it happened at " + event.timestamp());
    }

    private UsageEvent read(Resendable letter) {
        UsageEvent event = UsageEventJson.read(letter.value());
        if (!Arrays.equals(letter.key(), event.eventId().getBytes(UTF_8))) {
            throw new RejectedException(
                    RejectionReason.KEY_MISMATCH, "the record's key must be its event_id, " + event.eventId());
        }
        Instant asReadmitted = event.timestamp().isBefore(now) ? now : event.timestamp();
        AcceptanceWindow.DEFAULT.check(asReadmitted, now, now);
        return event;
    }
}
