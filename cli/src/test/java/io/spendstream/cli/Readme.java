package io.spendstream.cli;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What the README promises: the commands it tells people to type, each executed by a test. */
final class Readme {
    /** Where each command of the README is executed: {@code TestClass.method}. */
    static final Map<String, String> EXECUTED = executed();

    private Readme() {}

    static Document read() throws IOException {
        return Document.read("README.md");
    }

    private static Map<String, String> executed() {
        String whole = "ReadmeIT.everyCommandWorksInTheOrderOfTheReadme";
        Map<String, String> executed = new TreeMap<>();
        executed.put("./spendstream up --demo", whole);
        executed.put("./spendstream report --group-by team,model", whole);
        executed.put(
                "./spendstream track --provider openai --api chat --task-type summarise --session s1 --team search"
                        + " response.json",
                whole);
        executed.put("./spendstream track --stdin < events.ndjson", whole);
        executed.put("./spendstream verify", whole);
        executed.put("./spendstream reconcile", whole);
        executed.put(
                "./spendstream price --provider openai --model gpt-4o --input 1200 --cache-read 800 --output 350",
                whole);
        executed.put("./spendstream usage read --provider openai --api chat response.json", whole);
        executed.put("./spendstream prices show gpt-4o", whole);
        executed.put("./spendstream prices unpriced", whole);
        executed.put("./spendstream budgets apply docs/budgets.example.yaml", whole);
        executed.put("./spendstream budgets list", whole);
        executed.put("./spendstream dead-letters list", whole);
        executed.put("./spendstream doctor", whole);
        executed.put("./spendstream measure latency --rate 200 --for 30s", whole);
        executed.put("./mvnw verify", "ReadmeIT.theBuildThatRunsThisTestIsTheOneOfTheReadme");
        executed.put("docker compose up --wait", "ComposeFileTest.startsTheProcessesThereAre");
        return executed;
    }
}
