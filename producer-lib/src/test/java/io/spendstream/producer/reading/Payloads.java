package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folders of responses the tests read: our own, written after the providers' documentation, and recorded ones. */
final class Payloads {
    /** Where recorded responses are; if it is set they must be there. */
    private static final String PROPERTY = "spendstream.payloads";

    private static final String DEFAULT = "../../shared/payloads";

    /** One response of our own: its row of the index and its bytes. */
    static final class Response {
        private final IndexRow row;
        private final byte[] bytes;

        private Response(IndexRow row, byte[] bytes) {
            this.row = row;
            this.bytes = bytes;
        }

        IndexRow row() {
            return row;
        }

        byte[] bytes() {
            return bytes;
        }

        UsageReader reader() {
            return UsageReaders.of(row.provider(), row.api()).orElseThrow();
        }

        ReadRequest request() {
            return ReadRequest.of(row.requestModel());
        }

        @Nullable
        StreamFormat format() {
            return row.file().endsWith(".jsonl") && !row.file().endsWith(".events.jsonl")
                    ? StreamFormat.NDJSON
                    : StreamFormat.of(row.streaming()).orElse(null);
        }

        /** Returns whether this is framed on disk as it is on the wire, as opposed to one message or an array. */
        boolean isStream() {
            return !row.file().endsWith(".json");
        }

        @Override
        public String toString() {
            return row.file();
        }
    }

    private Payloads() {}

    /** Returns the folder of our own responses. */
    static Path own() {
        try {
            return Path.of(Payloads.class.getResource("/reading").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns our own responses. */
    static List<Response> ownResponses() {
        try {
            var responses = new ArrayList<Response>();
            for (var fields :
                    TabTable.parse(Files.readString(own().resolve("INDEX.tsv"))).rows()) {
                var row = new IndexRow(fields);
                responses.add(new Response(row, Files.readAllBytes(own().resolve(row.file()))));
            }
            return responses;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns our own responses that are streams. */
    static List<Response> ownStreams() {
        return ownResponses().stream().filter(Response::isStream).toList();
    }

    /** Returns the folder of recorded responses, or empty if there is none and none was asked for. */
    static Optional<Path> recorded() {
        String asked = System.getProperty(PROPERTY);
        Path folder = Path.of(asked == null ? DEFAULT : asked);
        if (asked != null) {
            assertThat(folder.resolve("INDEX.tsv"))
                    .as("recorded responses, by the property " + PROPERTY)
                    .exists();
        }
        return Files.exists(folder.resolve("INDEX.tsv")) ? Optional.of(folder) : Optional.empty();
    }
}
