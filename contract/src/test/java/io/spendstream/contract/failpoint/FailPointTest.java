package io.spendstream.contract.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailPointTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern HIT = Pattern.compile("FailPoint\\.([A-Z_]+)\\s*\\.hit\\(\\)");

    @Test
    void everyPointStandsInOnePlaceOfTheCode() throws IOException {
        Map<String, List<String>> places = new TreeMap<>();
        for (FailPoint point : FailPoint.values()) {
            places.put(point.name(), new ArrayList<>());
        }
        for (Path source : mainSources()) {
            Matcher hit = HIT.matcher(Files.readString(source));
            while (hit.find()) {
                places.computeIfAbsent(hit.group(1), unknown -> new ArrayList<>())
                        .add(ROOT.relativize(source).toString());
            }
        }

        assertThat(places)
                .allSatisfy((point, where) -> assertThat(where).as(point).hasSize(1));
    }

    private static List<Path> mainSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path folder = module.resolve("src/main/java");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    @Test
    void everyPointStandsOnItsPage() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/failpoints.md"));

        assertThat(FailPoint.values())
                .allSatisfy(point ->
                        assertThat(page).contains("| `%s` | %s |".formatted(point.pointName(), point.between())));
    }

    @Test
    void aNameBeginsWithItsRoom() {
        assertThat(FailPoint.SINK_BEFORE_COMMIT.pointName()).isEqualTo("sink.before-commit");
        assertThat(FailPoint.values())
                .extracting(FailPoint::pointName)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("(agent|processor|sink|notifier|operator)\\.[a-z]+(-[a-z]+)*"));
    }

    @Test
    void doesNothingUnlessItIsArmed() {
        assertThatCode(() -> {
                    FailPoint.announce();
                    FailPoint.SINK_BEFORE_COMMIT.hit();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void throwsAtTheHitItIsArmedForAndAtNoOther() {
        Armed armed = Armed.of("sink.before-commit:2:throw");

        armed.hit(FailPoint.SINK_BEFORE_COMMIT);
        armed.hit(FailPoint.SINK_AFTER_COMMIT);
        assertThatThrownBy(() -> armed.hit(FailPoint.SINK_BEFORE_COMMIT))
                .isInstanceOf(FailPointException.class)
                .hasMessageContaining("sink.before-commit");
        armed.hit(FailPoint.SINK_BEFORE_COMMIT);
    }

    @Test
    void pausesForAsLongAsItIsTold() {
        Armed armed = Armed.of("sink.before-commit:1:pause-30");
        long begin = System.nanoTime();

        armed.hit(FailPoint.SINK_BEFORE_COMMIT);

        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(30_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sink.before-commit",
                "sink.before-commit:0",
                "sink.before-commit:x",
                "sink.before-commit:1:die",
                "sink.before-commit:1:pause",
                "sink.before-commit:1:halt:more"
            })
    void refusesWhatIsNoSetting(String setting) {
        assertThatThrownBy(() -> Armed.of(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("<name>:<nth hit>[:halt|throw|pause-<milliseconds>]");
    }

    @Test
    void refusesANameThatDoesNotExistAndListsThoseThatDo() {
        assertThatThrownBy(() -> Armed.of("sink.before-comit:1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no point sink.before-comit")
                .hasMessageContaining("sink.before-commit")
                .hasMessageContaining("agent.before-journal-write");
    }

    @Test
    void aProcessDiesAtItsPointAsIfItWereKilled() throws Exception {
        assertThat(exitOf("sink.before-commit:1")).isEqualTo(Armed.KILLED);
    }

    @Test
    void aProcessThatIsArmedWronglyDoesNotStart() throws Exception {
        assertThat(exitOf("sink.before-comit:1")).isEqualTo(1);
    }

    @Test
    void aProcessThatIsNotArmedRunsToItsEnd() throws Exception {
        assertThat(exitOf("sink.after-commit:1")).isZero();
    }

    private static int exitOf(String setting) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + FailPoint.PROPERTY + "=" + setting,
                        Victim.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        assertThat(output).doesNotContain("NoClassDefFoundError");
        return exit;
    }

    /** A process that reaches one point. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) {
            FailPoint.announce();
            FailPoint.SINK_BEFORE_COMMIT.hit();
        }
    }
}
