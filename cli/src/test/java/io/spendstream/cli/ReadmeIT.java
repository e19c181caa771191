package io.spendstream.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.instance.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README, typed in by somebody who reads it for the first time. */
class ReadmeIT {
    private static final String UP = "./spendstream up --demo";

    @TempDir
    private Path folder;

    @Test
    void everyCommandWorksInTheOrderOfTheReadme() throws Exception {
        Document readme = Readme.read();
        Files.copy(Path.of("src/test/resources/responses/openai-chat.json"), folder.resolve("response.json"));
        Path budgets = Files.createDirectory(folder.resolve("docs")).resolve("budgets.example.yaml");
        Files.copy(Repository.ROOT.resolve("docs/budgets.example.yaml"), budgets);
        Files.writeString(
                folder.resolve("events.ndjson"), readme.blocks("json").get(0).replace('\n', ' ') + "\n");
        List<String> commands = readme.commands().stream()
                .filter(command -> command.startsWith("./spendstream "))
                .filter(command -> !command.equals(UP))
                .toList();
        Map<String, Integer> exitCodes = new LinkedHashMap<>();
        Map<String, String> said = new LinkedHashMap<>();

        try (ProgramProcess up =
                ProgramProcess.shell(folder, UP).awaitSaid("is ready").awaitSaid(" events ")) {
            for (String command : commands) {
                // what is measured does not matter here, only that it is
                String quick = command.replace("--for 30s", "--for 1s --warm-up 0s");
                try (ProgramProcess process = ProgramProcess.shell(folder, quick)) {
                    exitCodes.put(command, process.awaitEnd());
                    said.put(command, process.said());
                }
            }
            up.terminate();
            assertThat(up.said()).contains("none missing");
        }

        // the demo has a model without a price on purpose, and doctor says so
        String doctor = requireNonNull(said.get("./spendstream doctor"));
        assertThat(doctor).contains("FIX   unpriced models", "gpt-unreleased-preview");
        assertThat(doctor.lines().filter(line -> line.startsWith("FIX"))).hasSize(1);
        exitCodes.remove("./spendstream doctor");
        assertThat(exitCodes)
                .allSatisfy((command, exitCode) -> assertThat(exitCode)
                        .as("%s%n%s", command, said.get(command))
                        .isZero());
        assertThat(said.values().stream().collect(Collectors.joining())).doesNotContain("\tat ");
    }

    @Test
    void theBuildThatRunsThisTestIsTheOneOfTheReadme() {
        assertThat(Repository.ROOT.resolve("mvnw")).isExecutable();
        assertThat(Repository.ROOT.resolve("spendstream")).isExecutable();
    }
}
