package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way in, walked. */
class ContributingTest {
    private static final Pattern TARGET = Pattern.compile("(?m)^([a-z]+):.*## .+\n\t(.*)");
    private static final Pattern FOLLOWED = Pattern.compile("Follow \\*\\*(.+)\\*\\*\\.");
    private static final Pattern PART = Pattern.compile("-pl ([a-z,-]+)");
    private static final Pattern PROFILE = Pattern.compile("-P([a-z]+)");

    private final Document page = Document.read("CONTRIBUTING.md");
    private final List<MatchResult> targets =
            TARGET.matcher(Repository.read("Makefile")).results().toList();

    ContributingTest() throws IOException {}

    @Test
    void everyRecipeLeadsThroughFilesThatHaveTheWordToFollow() throws IOException {
        List<String> recipes = List.of(page.text().split("\n### ", -1));

        assertThat(recipes).hasSize(5);
        for (String recipe : recipes.subList(1, recipes.size())) {
            String word =
                    FOLLOWED.matcher(recipe).results().findFirst().orElseThrow().group(1);
            List<String> files = Document.fileNames(recipe).stream()
                    .filter(name -> name.contains("/src/") || name.startsWith("docs/"))
                    .toList();
            assertThat(files).as(recipe).isNotEmpty();
            for (String file : files) {
                assertThat(plain(Repository.read(file))).as(file).contains(plain(word));
            }
        }
    }

    @Test
    void theBookOfTheRecipeForAPriceIsABook(@TempDir Path folder) throws IOException {
        Path book = Files.writeString(
                folder.resolve("example.yaml"), page.blocks("yaml").get(0));

        CommandRun run = CommandRun.of("prices", "check", book.toString());

        assertThat(run.exitCode()).as(run.toString()).isZero();
    }

    @Test
    void everyShortCommandStandsForALongOne() {
        List<String> known = targets.stream().map(target -> target.group(1)).toList();
        List<String> used = page.commands().stream()
                .filter(command -> command.startsWith("make "))
                .map(command -> command.split(" ", -1)[1])
                .toList();

        assertThat(used).isNotEmpty();
        assertThat(known).contains("help").containsAll(used);
    }

    @Test
    void everyLongCommandNamesModulesAndProfilesThatAreThere() throws IOException {
        String poms = Repository.read("pom.xml") + Repository.read("faults/pom.xml");

        for (MatchResult target : targets) {
            String command = target.group(2).replace("$(MODULE)", "contract");
            PART.matcher(command)
                    .results()
                    .forEach(part -> assertThat(List.of(part.group(1).split(",", -1)))
                            .as(command)
                            .allMatch(module -> Files.isDirectory(Repository.ROOT.resolve(module))));
            PROFILE.matcher(command)
                    .results()
                    .forEach(profile -> assertThat(poms).as(command).contains("<id>" + profile.group(1) + "</id>"));
        }
    }

    @Test
    void itIsOnePage() {
        assertThat(page.text().lines().count()).isLessThan(130);
    }

    /** Returns {@code text} as it is spelled in data, in Java and in SQL alike. */
    private static String plain(String text) {
        return text.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
