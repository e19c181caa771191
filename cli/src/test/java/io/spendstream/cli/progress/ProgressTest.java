package io.spendstream.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The thread of a progress may look at any moment; nothing here depends on whether it does. */
class ProgressTest {
    private static final Duration LONG = Duration.ofSeconds(4);

    private final StringWriter said = new StringWriter();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));

    private Progress progress(Terminal terminal) {
        return new Progress(new PrintWriter(said), now::get, terminal);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Test
    void whatIsQuickIsNotMentioned() {
        Progress progress = progress(Terminal.NONE);

        try (Work work = progress.begin("counting", "records", 10)) {
            work.advance(10);
            pass(Duration.ofMillis(1_999));
            progress.look();
        }

        assertThat(said.toString()).isEmpty();
    }

    @Test
    void whatIsSlowSaysHowMuchOfHowMuchHowFastAndHowLong() {
        Progress progress = progress(Terminal.NONE);

        try (Work work = progress.begin("counting", "records", 0)) {
            work.expect(10_000);
            work.advanceTo(4_999);
            pass(LONG);
            progress.look();
            work.advance(5_001);
        }

        assertThat(said.toString().lines())
                .containsExactly(
                        "  counting: 4,999 of 10,000 records (49 %), 1,250/s, 4 s",
                        "  counting: 10,000 of 10,000 records (100 %), 2,500/s, 4 s, over");
    }

    @Test
    void withoutATerminalALineComesNowAndThenOnly() {
        Progress progress = progress(Terminal.NONE);

        try (Work work = progress.begin("counting", "records", 0)) {
            for (int second = 1; second <= 25; second++) {
                work.advance(100);
                pass(Duration.ofSeconds(1));
                progress.look();
            }
        }

        assertThat(said.toString().lines()).hasSize(4).allMatch(line -> line.startsWith("  counting: "));
        assertThat(said.toString()).doesNotContain("\r", "\u001b");
    }

    @Test
    void aTerminalHasOneLineThatIsGoneAtTheEnd() {
        Progress progress = progress(new Terminal(true, 30));

        try (Work work = progress.begin("counting with many words", "records", 10)) {
            work.advance(1);
            pass(LONG);
            progress.look();
        }

        assertThat(said.toString())
                .startsWith("\r  counting with many words: 1\u001b[K")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
    }

    @Test
    void aLineThatIsSaidDoesNotStandBehindTheOneInPlace() {
        Progress progress = progress(new Terminal(true, 80));

        try (Work work = progress.begin("counting", "records", 0)) {
            work.advance(1);
            pass(LONG);
            progress.look();
            progress.say("line 7 is wrong");
        }

        assertThat(said.toString()).contains("\r\u001b[Kline 7 is wrong");
    }

    @Test
    void whatGoesOnAtOnceSharesTheLine() {
        Progress progress = progress(Terminal.NONE);

        try (Work one = progress.begin("one", "", 0);
                Work two = progress.begin("two", "rows", 0)) {
            two.advance(8);
            one.expect(0);
            pass(LONG);
            progress.look();
        }

        assertThat(said.toString().lines().findFirst()).contains("  one, 4 s; two: 8 rows, 2/s, 4 s");
    }

    @Test
    void aStepThatFailsIsOverToo() {
        Progress progress = progress(new Terminal(true, 80));

        assertThatThrownBy(() -> progress.run("reading", () -> {
                    pass(LONG);
                    progress.look();
                    throw new IOException("torn");
                }))
                .hasMessage("torn");

        assertThat(said.toString()).endsWith("\r\u001b[K");
        assertThat(progress.look()).isFalse();
    }
}
