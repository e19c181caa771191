package io.spendstream.contract;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest that identities, versions and archives are named by. */
public final class Sha256 {
    private Sha256() {}

    /** Returns a new digest, to be fed piece by piece. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the 32 bytes of the digest of {@code bytes}. */
    public static byte[] of(byte[] bytes) {
        return begin().digest(bytes);
    }
}
