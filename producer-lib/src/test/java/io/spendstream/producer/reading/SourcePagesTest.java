package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules by which an API is read name the provider's page that says so, beside the code that follows it. */
class SourcePagesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/spendstream/producer/reading");

    static List<ReadableApi> apis() {
        return UsageReaders.all();
    }

    @ParameterizedTest
    @MethodSource("apis")
    void everyReaderNamesThePageOfEachApiItReads(ReadableApi api) throws Exception {
        var reader = (ShapeReader) UsageReaders.of(api.provider(), api.api()).orElseThrow();

        assertThat(source(reader.shape().getClass().getSimpleName()))
                .contains(" * @see <a href=\"%s\">".formatted(api.source()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AwsFrames", "BedrockHeaders", "LineFrames"})
    void whatReadsFramesAndHeadersNamesAPageToo(String type) throws Exception {
        assertThat(source(type)).contains(" * @see <a href=\"https://");
    }

    @Test
    void noReaderNamesAPageThatTheTableDoesNotList() throws Exception {
        List<String> listed = apis().stream().map(ReadableApi::source).toList();

        try (var files = Files.list(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Shape.java")).toList()) {
                assertThat(Files.readAllLines(file).stream()
                                .filter(line -> line.startsWith(" * @see <a"))
                                .map(line -> line.replaceAll(".*href=\"([^\"]*)\".*", "$1")))
                        .as("%s", file)
                        .isSubsetOf(listed);
            }
        }
    }

    private static String source(String type) throws Exception {
        return Files.readString(SOURCES.resolve(type + ".java"));
    }
}
