package io.spendstream.contract;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** How event ids are made. Thread-safe if its clock and random source are. */
public final class EventId {
    private static final int RANDOM_BYTES = Long.BYTES + Short.BYTES;

    private final InstantSource clock;
    private final RandomGenerator random;

    /** Creates a source of ids that takes the time from {@code clock} and the rest from {@code random}. */
    public EventId(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Returns a source of ids on the system clock. */
    public static EventId system() {
        return new EventId(InstantSource.system(), new SecureRandom());
    }

    /**
     * Returns the id of the call that {@code provider} answered with {@code responseId}.
     *
     * @throws RejectedException if either is empty: all calls without a response id would have the same id, and all but
     *     one would be lost as copies
     */
    public static String ofResponse(String provider, String responseId) {
        EventText.require("provider", provider);
        EventText.require("response id", responseId);
        return provider + ":" + responseId;
    }

    /** Returns the id of the {@code number}th further line, from 1, of the call {@code eventId}. */
    public static String ofFurtherLine(String eventId, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("the number of a further line must be at least 1: " + number);
        }
        return eventId + "#" + number;
    }

    /** Returns a new UUID of version 7, whose first 48 bits are the time in milliseconds (RFC 9562, section 5.7). */
    public String mint() {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits); // at once, because a secure source charges by the request
        ByteBuffer buffer = ByteBuffer.wrap(bits);
        long high = (clock.millis() << 16) | 0x7000L | (buffer.getShort(Long.BYTES) & 0x0fffL);
        long low = (buffer.getLong(0) & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
