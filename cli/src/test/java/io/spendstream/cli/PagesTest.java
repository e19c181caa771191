package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a page names is there: a page that speaks of what is gone misleads the next reader. */
class PagesTest {
    /** Pages in which a word with a capital is a class; in others it may be a header or a name of somebody else's. */
    private static final Set<String> OF_THE_CODE = Set.of("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md");

    /** How names of our own files end; what else has a slash may be a model or a header. */
    private static final Pattern FILE_OF_OURS = Pattern.compile(".*\\.(?:java|json|md|sh|sql|tsv|ya?ml)");

    private static final Pattern TWO_WORDS = Pattern.compile("[A-Z][a-z0-9]+[A-Z]\\w*");

    @Test
    void everyFileAPageLeadsToIsThere() throws IOException {
        for (String page : Repository.pages()) {
            assertThat(Document.read(page).links())
                    .as(page)
                    .allSatisfy(link -> assertThat(link).exists());
        }
    }

    @Test
    void everyClassAPageNamesIsThere() throws IOException {
        Set<String> types = Repository.typeNames();

        for (String page : Repository.pages()) {
            List<String> named = Document.classNames(Document.read(page).text()).stream()
                    .map(name -> name.substring(name.indexOf(':') + 1))
                    .filter(name -> OF_THE_CODE.contains(page)
                            || TWO_WORDS.matcher(name).matches())
                    .toList();
            assertThat(types).as(page).containsAll(named);
        }
    }

    @Test
    void everyFileAPageNamesIsThere() throws IOException {
        for (String page : Repository.pages()) {
            List<String> gone = Document.fileNames(Document.read(page).text()).stream()
                    .filter(name -> isOfTheRepository(name)
                            || FILE_OF_OURS.matcher(name).matches())
                    .filter(name -> !Repository.has(name))
                    .toList();
            assertThat(gone).as(page).isEmpty();
        }
    }

    @Test
    void aStarInANameStandsForAFileThatIsThere() {
        assertThat(Repository.has("grafana/dashboards/*.json")).isTrue();
        assertThat(Repository.has("grafana/dashboards/*.yaml")).isFalse();
        assertThat(Repository.has("grafana/panels/*.json")).isFalse();
    }

    /** What the build makes may not have been made yet. */
    private static boolean isOfTheRepository(String name) {
        List<String> folders = List.of(name.split("/", -1));
        return Files.isDirectory(Repository.ROOT.resolve(folders.get(0))) && !folders.contains("target");
    }

    @Test
    void readmeAndArchitectureTellOfEveryModule() throws IOException {
        List<String> inReadme = Document.read("README.md").table("module").stream()
                .flatMap(row -> Document.code(row.get(0)))
                .toList();
        List<String> inArchitecture = Document.read("ARCHITECTURE.md")
                .text()
                .lines()
                .filter(line -> line.startsWith("**`"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(inReadme).containsExactlyInAnyOrderElementsOf(Repository.modules());
        assertThat(inArchitecture).containsExactlyElementsOf(Repository.modules());
    }

    @Test
    void everyInvariantIsKeptByAClassAndProvedByATest() throws IOException {
        List<List<String>> invariants = Document.read("ARCHITECTURE.md").table("invariant");

        assertThat(invariants).hasSizeGreaterThanOrEqualTo(7);
        for (List<String> invariant : invariants) {
            assertThat(Document.classNames(invariant.get(1)))
                    .as(invariant.get(0))
                    .isNotEmpty();
            assertThat(Document.classNames(invariant.get(2)))
                    .as(invariant.get(0))
                    .isNotEmpty();
            for (String test : Document.classNames(invariant.get(2))) {
                assertThat(Repository.testSource(test)).as(test).containsPattern("@\\w*Test");
            }
        }
    }

    @Test
    void everyDecisionIsListed() throws IOException {
        List<String> decisions = Repository.pages().stream()
                .filter(page -> page.matches("docs/decisions/\\d.*"))
                .map(page -> Repository.ROOT.resolve(page).toString())
                .toList();

        assertThat(Document.read("docs/decisions/README.md").links())
                .extracting(Object::toString)
                .containsExactlyElementsOf(decisions);
    }
}
