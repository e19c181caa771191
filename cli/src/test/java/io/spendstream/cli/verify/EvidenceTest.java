package io.spendstream.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final Evidence evidence = new Evidence(new PrintWriter(printed));

    @Test
    void isNotCleanIfNothingWasChecked() {
        assertThat(evidence.isClean()).isFalse();
    }

    @Test
    void isNotCleanIfOneOfManyChecksFailed() {
        evidence.check("water is wet", true, "it is");
        evidence.check("fire is cold", false, "it burns");
        evidence.check("snow is white", true, "so far");

        assertThat(evidence.isClean()).isFalse();
        assertThat(evidence.summary()).isEqualTo("2 passed, 1 failed");
    }

    @Test
    void isCleanIfEverythingHolds() {
        evidence.check("water is wet", true, "");

        assertThat(evidence.isClean()).isTrue();
        assertThat(evidence.summary()).isEqualTo("1 passed, 0 failed");
    }

    @Test
    void savesWhatItPrintedUnderTheTime() throws IOException {
        evidence.say("$ spendstream verify");
        evidence.check("fire is cold", false, "it burns\nand smokes");

        Path file = evidence.save(folder.resolve("new/evidence"), Instant.parse("2026-11-21T20:43:27.5Z"));

        assertThat(printed).hasToString("""
                $ spendstream verify
                FAIL  fire is cold
                      it burns
                      and smokes
                """);
        assertThat(file).isEqualTo(folder.resolve("new/evidence/2026-11-21T20-43-27Z.md"));
        assertThat(Files.readString(file))
                .isEqualTo("# Verification at 2026-11-21T20:43:27.500Z\n\n```\n%s```\n", printed.toString());
    }
}
