package io.spendstream.notifier.http;

import java.net.URI;

/**
 * Where requests go. Paths and queries often hold a secret, so only scheme, host and port are ever shown.
 *
 * @param url an absolute http or https address with a host
 */
public record Endpoint(URI url) {
    private static final int PORT_MAX = 65_535;

    public Endpoint {
        boolean isWeb = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!isWeb || url.getHost() == null || url.getPort() > PORT_MAX) {
            throw new IllegalArgumentException("must be an address such as https://host/path");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must not have a user and password in it");
        }
        if (url.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have a fragment, the part from # on");
        }
    }

    /**
     * Returns the endpoint {@code text} names.
     *
     * @throws IllegalArgumentException saying what is wrong, without repeating the text
     */
    public static Endpoint parse(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be an address such as https://host/path");
        }
        return new Endpoint(url);
    }

    /** Returns the endpoint with {@code path} behind its own path. */
    public Endpoint resolve(String path) {
        String base = url.toString();
        return new Endpoint(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path));
    }

    /** Returns the host, a name or an address. */
    public String host() {
        return url.getHost();
    }

    @Override
    public String toString() {
        String path = url.getRawPath() == null || url.getRawPath().length() < 2 ? "" : "/…";
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + path;
    }
}
