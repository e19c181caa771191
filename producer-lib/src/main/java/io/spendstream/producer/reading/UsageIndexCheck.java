package io.spendstream.producer.reading;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads every recorded response of a folder and compares what was read with the folder's index.
 *
 * <p>The index is the file {@code INDEX.tsv}: tab-separated, fields quoted where needed, one row a response with the
 * columns {@code file}, {@code provider}, {@code api}, {@code streaming}, {@code request_model} and the expected values.
 * A count that is empty is unknown, so the class must be absent; a response id, a cost or a reasoning count that is
 * empty says nothing. What the index leaves open but was read all the same is a remark, not a mismatch.
 */
public final class UsageIndexCheck {
    private static final String INDEX = "INDEX.tsv";

    /** A value that differs: in {@code field}, {@code expected} by the index and {@code found} in the response. */
    public record Difference(String field, String expected, String found) {}

    /**
     * The outcome for one response.
     *
     * @param file its path inside the folder
     * @param provider the provider by the index
     * @param api the API by the index
     * @param mismatches what is wrong; empty if the response passed
     * @param remarks what the index leaves open
     * @param flags what is noteworthy about the reading
     */
    public record FileResult(
            String file,
            String provider,
            String api,
            List<Difference> mismatches,
            List<Difference> remarks,
            Set<ReadFlag> flags) {
        public FileResult {
            mismatches = List.copyOf(mismatches);
            remarks = List.copyOf(remarks);
            flags = Set.copyOf(flags);
        }

        /** Returns whether everything is as the index says. */
        public boolean passed() {
            return mismatches.isEmpty();
        }
    }

    private final Path folder;

    private UsageIndexCheck(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the outcome for each row of the index of {@code folder}, in its order.
     *
     * @throws IOException if the index cannot be read; a response that cannot be read is a mismatch
     */
    public static List<FileResult> run(Path folder) throws IOException {
        String index = Files.readString(folder.resolve(INDEX), StandardCharsets.UTF_8);
        var check = new UsageIndexCheck(folder);
        var results = new ArrayList<FileResult>();
        for (Map<String, String> row : TabTable.parse(index).rows()) {
            results.add(check.check(new IndexRow(row)));
        }
        return results;
    }

    private FileResult check(IndexRow row) {
        Optional<UsageReader> reader = UsageReaders.of(row.provider(), row.api());
        if (reader.isEmpty()) {
            return failure(row, new Difference("api", row.provider() + " " + row.api(), "no reader"));
        }
        try {
            ReadUsage usage = RecordedResponse.of(folder.resolve(row.file()), row.streaming())
                    .read(reader.get(), row.requestModel());
            var comparison = new IndexComparison(row, usage);
            return new FileResult(
                    row.file(),
                    row.provider(),
                    row.api(),
                    comparison.mismatches(),
                    comparison.remarks(),
                    usage.flags());
        } catch (IOException e) {
            return failure(row, new Difference("file", "readable", String.valueOf(e.getMessage())));
        }
    }

    private static FileResult failure(IndexRow row, Difference difference) {
        return new FileResult(row.file(), row.provider(), row.api(), List.of(difference), List.of(), Set.of());
    }
}
