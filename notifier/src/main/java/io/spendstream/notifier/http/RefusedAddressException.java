package io.spendstream.notifier.http;

import java.net.UnknownHostException;

/** Thrown instead of connecting to an address that is not permitted. */
public final class RefusedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedAddressException(String host, String address) {
        super("%s is %s, a private or special address; list it in allowed.addresses if it is meant"
                .formatted(host, address));
    }
}
