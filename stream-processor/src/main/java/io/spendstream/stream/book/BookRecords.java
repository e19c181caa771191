package io.spendstream.stream.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.contract.Sha256;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of {@link io.spendstream.contract.Topic#PRICES}, all on partition 0, where those of one book follow each
 * other in one transaction, its head last:
 *
 * <pre>
 * "bundled/" name → the exact text of a file of the bundled book, UTF-8
 * "own/" name     → the exact text of a further file, UTF-8
 * "#book"         → { "schema_version": 1, "version": text, "operator": text,
 *                     "bundled": { name: digest … }, "own": { name: digest … } }
 * digest          := SHA-256 of the text in hexadecimal
 * </pre>
 *
 * <p>A head whose digests are not those of the files is of a book that is no longer whole on the topic, and says nothing.
 */
final class BookRecords {
    static final String HEAD = "#book";

    private static final String BUNDLED = "bundled/";
    private static final String OWN = "own/";
    private static final int SCHEMA_VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private BookRecords() {}

    /** Returns the records of the book of {@code head}, by key, the head last. */
    static Map<String, byte[]> write(BookHead head, Map<String, String> bundled, Map<String, String> own) {
        Map<String, byte[]> records = new LinkedHashMap<>();
        bundled.forEach((name, text) -> records.put(BUNDLED + name, text.getBytes(UTF_8)));
        own.forEach((name, text) -> records.put(OWN + name, text.getBytes(UTF_8)));
        records.put(HEAD, writeHead(head));
        return records;
    }

    /** Returns the digests of {@code files} by name. */
    static Map<String, String> digests(Map<String, String> files) {
        Map<String, String> digests = new TreeMap<>();
        files.forEach((name, text) -> digests.put(name, digest(text.getBytes(UTF_8))));
        return digests;
    }

    /** Returns the key of the record of a file. */
    static String keyOf(boolean isBundled, String name) {
        return (isBundled ? BUNDLED : OWN) + name;
    }

    static String digest(byte[] text) {
        return HexFormat.of().formatHex(Sha256.of(text));
    }

    private static byte[] writeHead(BookHead head) {
        ObjectNode node = JSON.createObjectNode();
        node.put("schema_version", SCHEMA_VERSION);
        node.put("version", head.version());
        node.put("operator", head.operator());
        ObjectNode bundled = node.putObject("bundled");
        head.bundled().forEach(bundled::put);
        ObjectNode own = node.putObject("own");
        head.own().forEach(own::put);
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * Reads a head.
     *
     * @throws IllegalArgumentException naming what is wrong with it
     */
    static BookHead readHead(byte[] record) {
        JsonNode node;
        try {
            node = JSON.readTree(record);
        } catch (IOException e) {
            throw new IllegalArgumentException("a book's head must be one JSON object", e);
        }
        if (node.path("schema_version").asInt() != SCHEMA_VERSION) {
            throw new IllegalArgumentException("a book's head must have schema_version %d, found %.20s"
                    .formatted(SCHEMA_VERSION, node.path("schema_version")));
        }
        return new BookHead(
                text(node, "version"), text(node, "operator"), digests(node, "bundled"), digests(node, "own"));
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new IllegalArgumentException("a book's head must have the text " + field);
        }
        return node.path(field).textValue();
    }

    private static Map<String, String> digests(JsonNode node, String field) {
        if (!node.path(field).isObject()) {
            throw new IllegalArgumentException("a book's head must have the object " + field);
        }
        Map<String, String> digests = new TreeMap<>();
        node.path(field)
                .properties()
                .forEach(file -> digests.put(file.getKey(), file.getValue().asText()));
        return digests;
    }
}
