package io.spendstream.stream.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes apart what a {@link ByteWriter} collected; not thread-safe. Throws if the bytes end too soon. */
public final class ByteReader {
    private final byte[] bytes;
    private int position;

    /** Creates a reader of {@code bytes}. */
    public ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the next byte, in 0..255. */
    public int getByte() {
        require(1);
        return bytes[position++] & 0xff;
    }

    /** Returns the next four bytes as a number. */
    public int getInt() {
        require(Integer.BYTES);
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = (value << 8) | (bytes[position++] & 0xff);
        }
        return value;
    }

    /** Returns the next eight bytes as a number. */
    public long getLong() {
        long high = getInt();
        return (high << Integer.SIZE) | (getInt() & 0xffff_ffffL);
    }

    /** Returns the next unsigned varint. */
    public long getVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = getByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number of more than ten bytes");
    }

    /** Returns the next signed varint. */
    public long getSignedVarint() {
        long value = getVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Returns the next byte string. */
    public byte[] getBytes() {
        int length = getLength();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** Returns the next text. */
    public String getText() {
        int length = getLength();
        position += length;
        return new String(bytes, position - length, length, UTF_8);
    }

    /** Returns the next texts, as many as are said to come. */
    public List<String> getTexts() {
        List<String> texts = new ArrayList<>();
        for (long left = getVarint(); left > 0; left--) {
            texts.add(getText());
        }
        return texts;
    }

    /** Checks that everything was read. */
    public void requireEnd() {
        if (position != bytes.length) {
            throw malformed("more than was expected");
        }
    }

    private int getLength() {
        long length = getVarint();
        if (length < 0 || length > bytes.length - position) {
            throw malformed("a length of " + length);
        }
        return (int) length;
    }

    private void require(int more) {
        if (bytes.length - position < more) {
            throw malformed("too little");
        }
    }

    private IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException("%d bytes hold %s at position %d".formatted(bytes.length, what, position));
    }
}
