package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page for people and the table the code reads by say the same. */
class ProvidersPageTest {
    private static final Path PAGE = Path.of("../docs/providers.md");

    @Test
    void listsExactlyTheApisThatCanBeRead() throws Exception {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && line.contains("](https://"))
                .toList();

        assertThat(rows)
                .isEqualTo(
                        UsageReaders.all().stream().map(ProvidersPageTest::row).toList());
    }

    @Test
    void explainsEveryStatusAndFlag() throws Exception {
        String page = Files.readString(PAGE);

        for (ReadStatus status : ReadStatus.values()) {
            assertThat(page).contains("`" + status.wireName() + "`");
        }
        for (ReadFlag flag : ReadFlag.values()) {
            assertThat(page).contains("`" + flag.wireName() + "`");
        }
    }

    private static String row(ReadableApi api) {
        String provider = api.provider().equals(ReadableApi.ANY_PROVIDER) ? "any other" : api.provider();
        return "| %s | %s | %s | %s | %s | [page](%s) |"
                .formatted(provider, api.api(), api.format().wireName(), api.reads(), api.conventions(), api.source());
    }
}
