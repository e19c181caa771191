package io.spendstream.producer.reading;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response on disk, as a file name tells it.
 *
 * <pre>
 * *.sse            server-sent events        *.events.jsonl   decoded AWS messages, one a line
 * *.ndjson         one document a line       *.bin            the binary AWS framing
 * *.jsonl          WebSocket or gRPC messages, one a line
 * *.json           one body, or one message, or an array of them
 *                  or {"request_uri", "response_headers", "body"} around a body
 * </pre>
 */
public final class RecordedResponse {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern MODEL_IN_URI = Pattern.compile("/model/([^/]+)/");

    /** Odd on purpose: recorded streams are fed as they arrive from a socket, cut anywhere. */
    private static final int CHUNK_BYTES = 997;

    private final byte[] bytes;
    private final @Nullable StreamFormat format;

    private RecordedResponse(byte[] bytes, @Nullable StreamFormat format) {
        this.bytes = bytes;
        this.format = format;
    }

    static RecordedResponse of(Path file, String streaming) throws IOException {
        return new RecordedResponse(Files.readAllBytes(file), format(file.toString(), streaming));
    }

    /**
     * Returns the response in {@code file}: streamed as {@code format} says or, if that is null, what the file's name
     * tells.
     *
     * @throws IOException if the file cannot be read
     */
    public static RecordedResponse of(Path file, @Nullable StreamFormat format) throws IOException {
        return format == null ? of(file, "no") : new RecordedResponse(Files.readAllBytes(file), format);
    }

    private static @Nullable StreamFormat format(String name, String streaming) {
        if (name.endsWith(".json")) {
            return null;
        }
        if (name.endsWith(".sse")) {
            return StreamFormat.SSE;
        }
        if (name.endsWith(".events.jsonl") || name.endsWith(".bin")) {
            return StreamFormat.AWS_EVENTSTREAM;
        }
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return StreamFormat.NDJSON;
        }
        return StreamFormat.of(streaming).orElse(null);
    }

    ReadUsage read(UsageReader reader, @Nullable String requestModel) {
        return read(reader, ReadRequest.of(requestModel));
    }

    /** Returns what {@code reader} reads; headers in the file win over those of {@code request}. */
    public ReadUsage read(UsageReader reader, ReadRequest request) {
        if (format == null) {
            return readBody(reader, request);
        }
        StreamedUsage stream = reader.stream(request, format);
        for (int start = 0; start < bytes.length; start += CHUNK_BYTES) {
            stream.feed(bytes, start, Math.min(CHUNK_BYTES, bytes.length - start));
        }
        return stream.result();
    }

    private ReadUsage readBody(UsageReader reader, ReadRequest request) {
        try {
            JsonNode root = JSON.readTree(bytes);
            if (root != null && root.has("response_headers") && root.has("body")) {
                JsonNode body = root.get("body");
                byte[] inner = (body.isTextual() ? body.textValue() : body.toString()).getBytes(StandardCharsets.UTF_8);
                String asked = request.requestModel();
                String model = asked == null ? model(root.path("request_uri").asText()) : asked;
                return reader.read(inner, new ReadRequest(model, headers(root.get("response_headers"))));
            }
        } catch (JacksonException e) {
            // the reader says what it makes of it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader.read(bytes, request);
    }

    /** Returns the model in a Bedrock address, or null. */
    private static @Nullable String model(String uri) {
        Matcher matcher = MODEL_IN_URI.matcher(uri);
        return matcher.find() ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8) : null;
    }

    private static Map<String, String> headers(JsonNode node) {
        var headers = new HashMap<String, String>();
        node.properties().forEach(header -> {
            JsonNode value = header.getValue();
            headers.put(header.getKey(), value.isArray() ? value.path(0).asText() : value.asText());
        });
        return headers;
    }
}
