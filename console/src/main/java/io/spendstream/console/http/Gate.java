package io.spendstream.console.http;

import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. With a token, whoever sends it; without, everybody on this machine, but no page of another origin: a
 * browser that was led here under another name, or by another page, is refused.
 */
public final class Gate {
    private static final String COOKIE = "spendstream_token";

    private static final long COOKIE_SECONDS = Duration.ofDays(30).toSeconds();
    private static final String SCHEME = "Bearer ";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Optional<String> token;
    private final Set<String> names;

    /** Creates a gate of a server at {@code host} that asks for {@code token}, if there is one. */
    public Gate(Optional<String> token, String host) {
        this.token = token;
        names = new HashSet<>(LOOPBACK_NAMES);
        names.add(host);
    }

    /** Returns the cookie that carries the token, or empty if none is required. */
    public Optional<String> cookie() {
        return token.map(text -> cookie(encoded(text), COOKIE_SECONDS));
    }

    /** Returns the cookie that takes it away. */
    public static String noCookie() {
        return cookie("", 0);
    }

    private static String cookie(String value, long seconds) {
        return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict".formatted(COOKIE, value, seconds);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses a request that reached this server under a name, or from a page, that is not its own. */
    public void checkOrigin(Context request) {
        @Nullable String host = request.header("Host");
        if (token.isEmpty() && (host == null || !names.contains(nameOf(host)))) {
            throw new Problem(
                            421,
                            "misdirected",
                            "This server has another name",
                            "without a token only 127.0.0.1, [::1] and localhost are served; set console.token to serve other names",
                            "Host",
                            String.valueOf(host))
                    .exception();
        }
        @Nullable String origin = request.header("Origin");
        boolean isChange = !request.method().toString().equals("GET")
                && !request.method().toString().equals("HEAD");
        if (isChange && origin != null && !isSame(origin, host)) {
            throw new Problem(
                            403,
                            "cross-origin",
                            "Another origin must not do that",
                            "a page of another origin sent this; only pages of this server may",
                            "Origin",
                            origin)
                    .exception();
        }
    }

    /** Refuses a request that does not carry the token. */
    public void checkToken(Context request) {
        if (token.isEmpty()) {
            return;
        }
        @Nullable String header = request.header("Authorization");
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            check(header.substring(SCHEME.length()).strip(), token.get());
            return;
        }
        @Nullable String cookie = request.cookie(COOKIE);
        if (cookie == null) {
            throw unauthorized("the token is missing");
        }
        check(cookie, encoded(token.get()));
    }

    /** Refuses {@code given} if a token is required and this is another. */
    public void checkToken(String given) {
        if (token.isPresent()) {
            check(given, token.get());
        }
    }

    /** Compares in a time that does not say how much of the token is right. */
    private static void check(String given, String wanted) {
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8))) {
            throw unauthorized("the token is wrong");
        }
    }

    private static ProblemException unauthorized(String what) {
        return Problem.of(
                        401,
                        "unauthorized",
                        "A token is required",
                        what + "; send it as Authorization: Bearer TOKEN, or log in with POST /api/v1/session")
                .exception();
    }

    private static String nameOf(String host) {
        int colon = host.lastIndexOf(':');
        return colon > 0 && !host.endsWith("]") ? host.substring(0, colon) : host;
    }

    private static boolean isSame(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
