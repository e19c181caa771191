package io.spendstream.cli.letters;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A usage record that was refused, whoever kept it, and that somebody may want to be sent again. */
interface Resendable {
    /** Returns what names it for good: under this it is kept that it was sent. */
    String id();

    /** Returns what people call it, as lists show it. */
    String name();

    /** Returns why it was refused, in a word. */
    String refusedFor();

    /** Returns the record's key. */
    byte @Nullable [] key();

    /** Returns the record's value. */
    byte[] value();

    /** Returns the record's headers. */
    Headers headers();

    /** Returns the key as text. */
    default String keyText() {
        byte[] key = key();
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    /** Returns the value as text. */
    default String valueText() {
        return new String(value(), StandardCharsets.UTF_8);
    }
}
