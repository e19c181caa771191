package io.spendstream.stream.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** Collects bytes; not thread-safe. */
public final class ByteWriter {
    private byte[] bytes;
    private int size;

    /** Creates a writer that expects about {@code expectedBytes}. */
    public ByteWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** Appends the lowest eight bits of {@code value}. */
    public void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** Appends {@code value} in four bytes, highest first, so that byte order is number order for values from 0. */
    public void putInt(int value) {
        ensure(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Appends {@code value} in eight bytes, highest first. */
    public void putLong(long value) {
        putInt((int) (value >>> Integer.SIZE));
        putInt((int) value);
    }

    /** Appends {@code value}, taken as unsigned, in seven bits a byte, lowest first. */
    public void putVarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Appends {@code value} so that numbers near zero, of either sign, take few bytes. */
    public void putSignedVarint(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }

    /** Appends the length of {@code value} and {@code value}. */
    public void putBytes(byte[] value) {
        putVarint(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Appends {@code text} as the length of its UTF-8 form and that form. */
    public void putText(String text) {
        putBytes(text.getBytes(UTF_8));
    }

    /** Appends how many {@code texts} there are and each of them. */
    public void putTexts(List<String> texts) {
        putVarint(texts.size());
        for (String text : texts) {
            putText(text);
        }
    }

    /** Returns what was appended. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
