package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cost that was ever a double is not exact, however it is rounded afterwards. */
class NoFloatingPointTest {
    private static final Pattern COMMENTS = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern FLOATING =
            Pattern.compile("\\b(?:double|float|Double|Float|doubleValue|floatValue|getDoubleValue|getFloatValue)\\b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/java/io/spendstream/stream/pricing",
                "../contract/src/main/java/io/spendstream/contract"
            })
    void holdsForEverySource(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            for (Path source : sources) {
                String code = COMMENTS.matcher(Files.readString(source)).replaceAll(" ");
                assertThat(FLOATING.matcher(code).find()).as(source.toString()).isFalse();
            }
        }
    }
}
