package io.spendstream.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads YAML or JSON into nodes. Refuses what two readers could understand differently. */
public final class NodeReader {
    private final JsonParser parser;
    private final int depthMax;
    private final Problems problems;

    private NodeReader(JsonParser parser, int depthMax, Problems problems) {
        this.parser = parser;
        this.depthMax = depthMax;
        this.problems = problems;
    }

    /** Returns what the YAML {@code text} says; null if nothing, or after noting that it is not well-formed. */
    public static @Nullable Node yaml(String text, Limits limits, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(limits.characters());
        return read(YAMLFactory.builder().loaderOptions(options).build(), text, limits, problems);
    }

    /**
     * Returns what the JSON {@code text} says; null if nothing, or after noting that it is not well-formed. Other than
     * with YAML, that note may repeat a word of the text.
     */
    public static @Nullable Node json(String text, Limits limits, Problems problems) {
        return read(new JsonFactory(), text, limits, problems);
    }

    private static @Nullable Node read(JsonFactory factory, String text, Limits limits, Problems problems) {
        if (text.length() > limits.characters()) {
            problems.add(0, "", "must be at most %d characters: %d".formatted(limits.characters(), text.length()));
            return null;
        }
        try (JsonParser parser = factory.createParser(text)) {
            NodeReader reader = new NodeReader(parser, limits.depth(), problems);
            Node node = reader.value(parser.nextToken(), 0);
            if (parser.nextToken() != null) {
                problems.add(reader.line(), "", "only one document may stand in a file");
            }
            return node;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(
                    line,
                    "",
                    "not well-formed: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen: the text is in memory", e);
        }
    }

    private @Nullable Node value(@Nullable JsonToken token, int depth) throws IOException {
        if (token == null || token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser instanceof YAMLParser yaml && (yaml.getObjectId() != null || yaml.isCurrentAlias())) {
            problems.add(line(), "", "anchors and aliases (& and *) are not supported; write the value out");
        }
        if (depth > depthMax) {
            throw new JsonParseException(parser, "nested deeper than " + depthMax, parser.currentTokenLocation());
        }
        return switch (token) {
            case START_OBJECT -> fields(depth);
            case START_ARRAY -> items(depth);
            default -> new Node.Scalar(line(), parser.getText());
        };
    }

    private Node fields(int depth) throws IOException {
        int line = line();
        Map<String, Node> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int nameLine = line();
            Node value = value(parser.nextToken(), depth + 1);
            if (value == null) {
                problems.add(nameLine, name, "has no value; leave the field out");
            } else if (fields.putIfAbsent(name, value) != null) {
                problems.add(nameLine, name, "stands twice");
            }
        }
        return new Node.Fields(line, fields);
    }

    private Node items(int depth) throws IOException {
        int line = line();
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Node item = value(token, depth + 1);
            if (item == null) {
                problems.add(line(), "", "a list must not have empty items");
            } else {
                items.add(item);
            }
        }
        return new Node.Items(line, items);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
