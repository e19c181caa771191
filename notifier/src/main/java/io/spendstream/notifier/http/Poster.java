package io.spendstream.notifier.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts requests and reads the answers. Each has a connection of its own, whose address is checked anew; nothing is
 * repeated or redirected behind the caller's back, and no request takes longer than its time. Thread-safe.
 */
public final class Poster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Poster.class);
    private static final int EXCERPT_BYTES_MAX = 1024;
    private static final int CONNECTIONS_MAX = 64;

    private final CloseableHttpClient client;
    private final Duration timeout;
    private final InstantSource clock;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(Poster::newThread);

    private Poster(CloseableHttpClient client, Duration timeout, InstantSource clock) {
        this.client = client;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Returns a poster whose requests take {@code timeout} at most, to addresses that {@code guard} permits. */
    public static Poster open(AddressGuard guard, Duration timeout, InstantSource clock) {
        long millis = timeout.toMillis();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(guard)
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setMaxConnPerRoute(CONNECTIONS_MAX)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(millis, TimeUnit.MILLISECONDS)
                        .setSocketTimeout((int) millis, TimeUnit.MILLISECONDS)
                        .build())
                .build();
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(millis, TimeUnit.MILLISECONDS)
                        .setConnectionRequestTimeout(millis, TimeUnit.MILLISECONDS)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("spendstream-notifier")
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .build();
        return new Poster(client, timeout, clock);
    }

    private static Thread newThread(Runnable work) {
        var thread = new Thread(work, "notifier-deadlines");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Posts {@code post} and returns the answer. Once a status was received there is an answer, however the rest of it
     * may break off.
     *
     * @throws RefusedAddressException if no address of the host may be connected to
     * @throws SocketTimeoutException if no answer came in time
     * @throws IOException if the receiver could not be reached or did not answer
     */
    public Reply post(Post post) throws IOException {
        var request = new HttpPost(post.endpoint().url());
        post.headers().forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(post.body(), null));
        ScheduledFuture<?> deadline = deadlines.schedule(request::abort, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return answer(post, request);
        } finally {
            deadline.cancel(false);
        }
    }

    private Reply answer(Post post, HttpPost request) throws IOException {
        ClassicHttpResponse response;
        try {
            response = client.executeOpen(hostOf(post.endpoint()), request, null);
        } catch (IOException e) {
            if (request.isAborted()) {
                var late = new SocketTimeoutException("no answer within %d ms".formatted(timeout.toMillis()));
                late.initCause(e);
                throw late;
            }
            throw e;
        }
        Header retryAfter = response.getFirstHeader("Retry-After");
        var reply = new Reply(
                response.getCode(),
                RetryAfter.parse(retryAfter == null ? null : retryAfter.getValue(), clock.instant()),
                excerpt(response.getEntity()));
        end(request, response);
        return reply;
    }

    private static HttpHost hostOf(Endpoint endpoint) {
        String host = endpoint.host();
        return new HttpHost(
                endpoint.url().getScheme(),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                endpoint.url().getPort());
    }

    private static String excerpt(@Nullable HttpEntity entity) {
        if (entity == null) {
            return "";
        }
        try {
            // not closed here: that would read the rest, however much it is
            InputStream content = entity.getContent();
            return new String(content.readNBytes(EXCERPT_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.debug("the answer broke off after its status", e);
            return "";
        }
    }

    /** Ends the connection without reading what may be an endless rest. */
    private static void end(HttpPost request, ClassicHttpResponse response) {
        request.abort();
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug("the connection did not close cleanly", e);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("the HTTP client did not close cleanly", e);
        }
    }
}
