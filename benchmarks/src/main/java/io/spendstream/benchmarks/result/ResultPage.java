package io.spendstream.benchmarks.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of a file as the lines of a Markdown table, as documentation shows them. */
public final class ResultPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double LARGE = 1000;
    private static final double SMALL = 10;

    private ResultPage() {}

    /** Returns the table of the results in {@code file}, its head first. */
    public static List<String> of(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| what | against | unit | ours | other | ratio | bar | met | load |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (JsonNode result : JSON.readTree(file.toFile()).path("results")) {
            lines.add(line(result));
        }
        return lines;
    }

    private static String line(JsonNode result) {
        JsonNode ratio = result.path("ratio");
        JsonNode load = result.path("load_average");
        return "| "
                + String.join(
                        " | ",
                        result.path("name").asText(),
                        result.path("against").asText(),
                        result.path("unit").asText(),
                        samples(result.path("ours")),
                        samples(result.path("other")),
                        ratio.isNumber() ? String.format(Locale.ROOT, "%.2f", ratio.doubleValue()) : "–",
                        result.path("bar_is").asText()
                                + ' '
                                + result.path("bar")
                                        .decimalValue()
                                        .stripTrailingZeros()
                                        .toPlainString(),
                        result.path("met").booleanValue() ? "yes" : "**no**",
                        String.format(
                                Locale.ROOT,
                                "%.0f–%.0f",
                                load.path("begin").doubleValue(),
                                load.path("end").doubleValue()))
                + " |";
    }

    private static String samples(JsonNode samples) {
        if (!samples.isObject()) {
            return "–";
        }
        double median = samples.path("median").doubleValue();
        String form = median >= LARGE ? "%,.0f" : median >= SMALL ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, form, median);
        return samples.path("runs").size() == 1
                ? text
                : text
                        + String.format(
                                Locale.ROOT, " ±%.0f %%", samples.path("spread").doubleValue() * 50);
    }
}
