package io.spendstream.cli.usage;

import io.spendstream.producer.reading.ReadRequest;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.reading.RecordedResponse;
import io.spendstream.producer.reading.StreamFormat;
import io.spendstream.producer.reading.UsageReader;
import io.spendstream.producer.reading.UsageReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say whose response a file is. */
final class ResponseOptions {
    @Option(names = "--provider", paramLabel = "NAME", description = "The platform that answered, such as openai.")
    private @Nullable String provider;

    @Option(names = "--api", paramLabel = "NAME", description = "Which of its interfaces, such as chat or messages.")
    private @Nullable String api;

    @Option(
            names = "--request-model",
            paramLabel = "NAME",
            description = "The model that was asked for, where the response does not name one.")
    private @Nullable String requestModel;

    @Option(
            names = "--stream",
            paramLabel = "FORMAT",
            description = "The response was streamed: sse, ndjson, aws-eventstream (default: by the file's ending).")
    private @Nullable String stream;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "A header of the response, where usage is in headers; repeatable.")
    private Map<String, String> headers = new TreeMap<>();

    /** Reads {@code file}. */
    ReadUsage read(Path file) throws IOException {
        return RecordedResponse.of(file, format()).read(reader(), new ReadRequest(requestModel, headers));
    }

    private UsageReader reader() {
        if (provider == null || api == null) {
            throw new IllegalArgumentException(
                    "--provider and --api are required: token counts mean something else at every provider");
        }
        return UsageReaders.of(provider, api)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no reader for provider %s and api %s; spendstream usage apis lists what can be read"
                                .formatted(provider, api)));
    }

    private @Nullable StreamFormat format() {
        if (stream == null) {
            return null;
        }
        return StreamFormat.of(stream)
                .orElseThrow(() -> new IllegalArgumentException("--stream must be one of %s: %s"
                        .formatted(
                                Arrays.stream(StreamFormat.values())
                                        .map(StreamFormat::wireName)
                                        .collect(Collectors.joining(", ")),
                                stream)));
    }
}
