package io.spendstream.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What agents can depend on: what is public can never be changed quietly, so nothing becomes public by accident. */
class PublicSurfaceTest {
    private static final Path SOURCES = Path.of("src/main/java/io/spendstream/producer");

    @Test
    void recordingIsSevenTypes() throws IOException {
        assertThat(publicTypes(""))
                .containsExactly(
                        "AcknowledgementListener",
                        "DropReason",
                        "TokenTracker",
                        "TokenTrackerConfig",
                        "TrackContext",
                        "TrackedCall",
                        "TrackerCounters");
    }

    @Test
    void theBrakeIsEight() throws IOException {
        assertThat(publicTypes("guard"))
                .containsExactly(
                        "BudgetGuard",
                        "CallAmount",
                        "GuardConfig",
                        "GuardCounters",
                        "GuardDecision",
                        "GuardMode",
                        "Reservation",
                        "StalePolicy");
    }

    @Test
    void readingIsTenAndTwoForWhoeverChecksReaders() throws IOException {
        assertThat(publicTypes("reading"))
                .containsExactlyInAnyOrder(
                        "ReadFlag",
                        "ReadRequest",
                        "ReadStatus",
                        "ReadUsage",
                        "ReadableApi",
                        "StreamFormat",
                        "StreamedUsage",
                        "UsageLine",
                        "UsageReader",
                        "UsageReaders",
                        "RecordedResponse",
                        "UsageIndexCheck");
    }

    private static List<String> publicTypes(String room) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES.resolve(room))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(PublicSurfaceTest::isPublic)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isPublic(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.startsWith("public "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
