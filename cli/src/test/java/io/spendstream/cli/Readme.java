package io.spendstream.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the README promises: the commands it tells people to type, and who proves its guarantees.
 *
 * @param text the whole of it
 */
record Readme(String text) {
    /** Where each command of the README is executed: {@code TestClass.method}. */
    static final Map<String, String> EXECUTED = executed();

    private static final Pattern CLASS_NAME = Pattern.compile("`((?:[a-z-]+:)?[A-Z]\\w+)`");

    static Readme read() throws IOException {
        return new Readme(Repository.read("README.md"));
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

    /** Returns the commands of the blocks marked {@code sh}, in their order. */
    List<String> commands() {
        return blocks("sh").stream()
                .flatMap(block -> block.replace("\\\n", " ").lines())
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Returns what is between the fences marked {@code language}. */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : text.lines().toList()) {
            if (block == null) {
                block = line.strip().equals("```" + language) ? new StringBuilder() : null;
            } else if (line.strip().equals("```")) {
                blocks.add(block.toString());
                block = null;
            } else {
                block.append(line).append('\n');
            }
        }
        return blocks;
    }

    /** Returns the classes in the last column of the table of guarantees, some with their module. */
    List<String> provingClasses() {
        return guarantees().stream()
                .map(row -> row.substring(row.lastIndexOf('|', row.length() - 2)))
                .flatMap(cell -> CLASS_NAME.matcher(cell).results())
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }

    /** Returns the rows of the table of guarantees. */
    List<String> guarantees() {
        String section = text.substring(text.indexOf("| guarantee |"));
        return section.lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(String::strip)
                .toList();
    }
}
