package io.spendstream.benchmarks.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results for programs: one file per run, and {@code latest.json}, which has the newest of every contest. A run of a
 * few contests leaves what {@code latest.json} says of the others; each result says when it was measured.
 */
public final class ResultFile {
    private static final String RESULTS = "results";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultFile() {}

    /** Writes the results of a run at {@code time} into {@code folder} and returns the file. */
    public static Path write(
            Path folder, Instant time, Map<String, String> versions, Machine machine, List<Result> results)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        root.put("time", second.toString());
        root.set("machine", JSON.valueToTree(machine));
        root.set("versions", JSON.valueToTree(versions));
        ArrayNode array = root.putArray(RESULTS);
        results.forEach(result -> write(array.addObject(), result));
        Files.createDirectories(folder);
        Path file = folder.resolve(second.toString().replace(":", "") + ".json");
        Files.write(file, JSON.writeValueAsBytes(root));
        Path latest = folder.resolve("latest.json");
        keepOthers(latest, array, results);
        Files.write(latest, JSON.writeValueAsBytes(root));
        return file;
    }

    /** Adds to {@code array} what {@code latest} says of contests that did not run now. */
    private static void keepOthers(Path latest, ArrayNode array, List<Result> results) throws IOException {
        if (!Files.exists(latest)) {
            return;
        }
        Set<String> ran = results.stream().map(Result::contest).collect(Collectors.toSet());
        for (JsonNode earlier : JSON.readTree(latest.toFile()).path(RESULTS)) {
            if (!ran.contains(earlier.path("contest").asText())) {
                array.add(earlier);
            }
        }
    }

    private static void write(ObjectNode node, Result result) {
        Comparison comparison = result.comparison();
        node.put("contest", result.contest());
        node.put("name", comparison.name());
        node.put("against", comparison.against());
        node.put("unit", comparison.unit());
        write(node.putObject("ours"), comparison.ours());
        if (comparison.other() != null) {
            write(node.putObject("other"), comparison.other());
        } else {
            node.putNull("other");
        }
        node.put("ratio", comparison.ratio());
        node.put("bar", comparison.bar());
        node.put("bar_is", comparison.sense() == Sense.HIGHER ? "at least" : "at most");
        node.put("met", comparison.isMet());
        node.put("measured_at", result.begun().truncatedTo(ChronoUnit.SECONDS).toString());
        node.putObject("load_average")
                .put("begin", result.load().begin())
                .put("end", result.load().end());
    }

    private static void write(ObjectNode node, Samples samples) {
        node.put("median", samples.median());
        node.put("spread", samples.spread());
        ArrayNode runs = node.putArray("runs");
        samples.values().forEach(runs::add);
    }
}
