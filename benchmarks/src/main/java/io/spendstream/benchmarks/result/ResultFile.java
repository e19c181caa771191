package io.spendstream.benchmarks.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The results for programs: one file per run, and the same as {@code latest.json}. */
public final class ResultFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultFile() {}

    /** Writes the results of a run at {@code time} into {@code folder} and returns the file. */
    public static Path write(
            Path folder, Instant time, Map<String, String> versions, Machine machine, List<Comparison> comparisons)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        root.put("time", second.toString());
        root.set("machine", JSON.valueToTree(machine));
        root.set("versions", JSON.valueToTree(versions));
        var results = root.putArray("results");
        comparisons.forEach(comparison -> write(results.addObject(), comparison));
        byte[] text = JSON.writeValueAsBytes(root);
        Files.createDirectories(folder);
        Path file = folder.resolve(second.toString().replace(":", "") + ".json");
        Files.write(file, text);
        Files.write(folder.resolve("latest.json"), text);
        return file;
    }

    private static void write(ObjectNode node, Comparison comparison) {
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
        node.put("met", comparison.isMet());
    }

    private static void write(ObjectNode node, Samples samples) {
        node.put("median", samples.median());
        node.put("spread", samples.spread());
        var runs = node.putArray("runs");
        samples.values().forEach(runs::add);
    }
}
