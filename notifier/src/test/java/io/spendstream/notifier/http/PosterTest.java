package io.spendstream.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.notifier.Receiver;
import io.spendstream.notifier.Receiver.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PosterTest {
    private static final AddressGuard LOOPBACK = new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8")));

    private final Receiver receiver = Receiver.start();
    private final Poster poster = Poster.open(LOOPBACK, Duration.ofSeconds(20), InstantSource.system());
    private final Poster hasty = Poster.open(LOOPBACK, Duration.ofMillis(300), InstantSource.system());

    @AfterEach
    void close() {
        receiver.close();
        poster.close();
        hasty.close();
    }

    private Post post(String url) {
        return new Post(
                Endpoint.parse(url),
                Map.of("Content-Type", "application/json", "webhook-id", "a|b"),
                "{\"é\":1}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void postsTheBodyWithItsHeadersAndReadsTheAnswer() throws IOException {
        receiver.next(Receiver.status(202, "taken", "Retry-After", "7"));

        Reply reply = poster.post(post(receiver.url("/a/b?c=d")));

        assertThat(reply).isEqualTo(new Reply(202, java.util.Optional.of(Duration.ofSeconds(7)), "taken"));
        Request request = receiver.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/a/b?c=d");
        assertThat(request.body()).isEqualTo("{\"é\":1}");
        assertThat(request.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("webhook-id", "a|b")
                .containsEntry("User-Agent", "spendstream-notifier")
                .containsEntry("Content-Length", "8");
    }

    @Test
    void doesNotFollowRedirects() throws IOException {
        receiver.next(Receiver.status(307, "", "Location", receiver.url("/elsewhere")));

        Reply reply = poster.post(post(receiver.url("/")));

        assertThat(reply.status()).isEqualTo(307);
        assertThat(reply.isAccepted()).isFalse();
        assertThat(reply.isRetryable()).isFalse();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void asksOnceAndLeavesRepeatingToTheCaller() throws IOException {
        receiver.next(Receiver.status(503, "", "Retry-After", "0")).next(Receiver.hangUp());

        assertThat(poster.post(post(receiver.url("/"))).isRetryable()).isTrue();
        assertThatThrownBy(() -> poster.post(post(receiver.url("/")))).isInstanceOf(IOException.class);
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void givesUpOnAReceiverThatDoesNotAnswer() {
        receiver.next(receiver.silence());

        assertThatThrownBy(() -> hasty.post(post(receiver.url("/")))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aReceiverThatCannotBeReachedIsAnException() {
        int port = receiver.port();
        receiver.close();

        assertThatThrownBy(() -> poster.post(post("http://127.0.0.1:" + port + "/")))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void anAnswerCountsAlthoughItsBodyNeverEnds() throws IOException {
        receiver.next(receiver.endless());

        Reply reply = poster.post(post(receiver.url("/")));

        assertThat(reply.isAccepted()).isTrue();
        assertThat(reply.excerpt()).hasSizeLessThanOrEqualTo(1024);
    }

    @Test
    void anAnswerCountsAlthoughItsBodyDoesNotCome() throws IOException {
        receiver.next(receiver.cutShort());

        assertThat(hasty.post(post(receiver.url("/"))).isAccepted()).isTrue();
    }

    @Test
    void connectsToNoAddressThatWasNotAllowed() {
        try (Poster strict = Poster.open(new AddressGuard(List.of()), Duration.ofSeconds(20), InstantSource.system())) {
            for (String host : List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433")) {
                assertThatThrownBy(() -> strict.post(post("http://%s:%d/".formatted(host, receiver.port()))))
                        .as(host)
                        .isInstanceOf(RefusedAddressException.class);
            }
        }
        assertThat(receiver.requests()).isEmpty();
    }
}
