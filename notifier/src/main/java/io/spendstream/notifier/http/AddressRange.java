package io.spendstream.notifier.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** All addresses that begin with the same bits, such as {@code 10.0.0.0/8}, or a single one. */
public final class AddressRange {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final String text;
    private final byte[] first;
    private final int bits;

    private AddressRange(String text, byte[] first, int bits) {
        this.text = text;
        this.first = first;
        this.bits = bits;
    }

    /**
     * Returns the range {@code text} names.
     *
     * @throws IllegalArgumentException if it is not an address with, or without, a number of bits
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!isLiteral(address)) {
            throw malformed(text);
        }
        try {
            // a literal is never looked up
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int all = bytes.length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw malformed(text);
            }
            return new AddressRange(text, bytes, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw malformed(text);
        }
    }

    /** Returns whether {@code host} is an address and not a name. */
    static boolean isLiteral(String host) {
        return V4.matcher(host).matches() || V6.matcher(host).matches();
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "must be an address such as 10.1.2.3 or a range such as 10.0.0.0/8: " + text);
    }

    /** Returns whether {@code address} is one of these. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        if (!Arrays.equals(bytes, 0, whole, first, 0, whole)) {
            return false;
        }
        int mask = 0xff << (Byte.SIZE - rest);
        return rest == 0 || (bytes[whole] & mask & 0xff) == (first[whole] & mask & 0xff);
    }

    @Override
    public String toString() {
        return text;
    }
}
