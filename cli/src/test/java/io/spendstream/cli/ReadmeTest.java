package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing the README says is only said. */
class ReadmeTest {
    private final Document readme;

    ReadmeTest() throws IOException {
        readme = Readme.read();
    }

    @Test
    void everyCommandIsExecutedByATestAndNoTestExecutesOneThatIsGone() {
        assertThat(readme.commands()).doesNotHaveDuplicates();
        assertThat(readme.commands()).containsExactlyInAnyOrderElementsOf(Readme.EXECUTED.keySet());
    }

    @Test
    void theTestsThatExecuteTheCommandsAreThere() throws IOException {
        for (String test : Readme.EXECUTED.values()) {
            String[] parts = test.split("\\.", -1);

            assertThat(Repository.testSource(parts[0])).as(test).contains("void " + parts[1] + "(");
        }
    }

    @Test
    void everyGuaranteeNamesTestsThatAreThere() throws IOException {
        List<List<String>> guarantees = readme.table("guarantee");

        assertThat(guarantees).hasSizeGreaterThan(5);
        for (List<String> guarantee : guarantees) {
            assertThat(Document.classNames(guarantee.get(2)))
                    .as(guarantee.get(0))
                    .isNotEmpty();
            for (String test : Document.classNames(guarantee.get(2))) {
                assertThat(test).matches(".*(Test|IT)");
                assertThat(Repository.testSource(test)).as(test).containsPattern("@\\w*Test");
            }
        }
    }

    @Test
    void itsEventIsAnEvent() {
        UsageEvent event = UsageEventJson.read(readme.blocks("json").get(0).getBytes(StandardCharsets.UTF_8));

        assertThat(event.eventId()).startsWith("openai:");
        assertThat(event.usage().promptTokens()).isEqualTo(2000);
    }

    @Test
    void itsJavaIsCompiledAsItStandsThere() throws IOException {
        String compiled = normalised(Repository.testSource("ReadmeExample"));

        for (String block : readme.blocks("java")) {
            assertThat(compiled).contains(normalised(block));
        }
    }

    @Test
    void everyCommandItListsIsOneOfTheProgram() {
        List<String> listed = readme.text()
                .lines()
                .dropWhile(line -> !line.equals("| command | what it does |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| `"))
                .flatMap(line -> Pattern.compile("`([a-z -]+)`")
                        .matcher(line.substring(0, line.indexOf(" | ")))
                        .results()
                        .map(match -> match.group(1)))
                .toList();

        assertThat(listed).hasSizeGreaterThan(5).isSubsetOf(HelpTest.commands());
    }

    @Test
    void itIsShortEnoughToBeRead() throws IOException {
        assertThat(Files.readAllLines(Repository.ROOT.resolve("README.md"))).hasSizeLessThan(250);
    }

    private static String normalised(String text) {
        return text.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
    }
}
