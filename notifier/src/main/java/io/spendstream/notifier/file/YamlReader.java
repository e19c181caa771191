package io.spendstream.notifier.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.spendstream.notifier.file.ChannelsFileException.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads YAML into nodes that know their lines, and refuses what two readers could understand differently. */
final class YamlReader {
    private static final int DEPTH_MAX = 8;
    private static final int CHARACTERS_MAX = 1 << 20;

    private final String file;
    private final List<Problem> problems;
    private final YAMLParser parser;

    private YamlReader(String file, List<Problem> problems, YAMLParser parser) {
        this.file = file;
        this.problems = problems;
        this.parser = parser;
    }

    /** Returns what {@code text} says, or null after noting in {@code problems} why it says nothing. */
    static @Nullable Node read(String file, String text, List<Problem> problems) {
        var options = new LoaderOptions();
        options.setCodePointLimit(CHARACTERS_MAX);
        YAMLFactory yaml = YAMLFactory.builder().loaderOptions(options).build();
        try (YAMLParser parser = yaml.createParser(text)) {
            var reader = new YamlReader(file, problems, parser);
            Node node = reader.value(parser.nextToken(), 0);
            if (parser.nextToken() != null) {
                reader.problem("", "only one document may stand in a file");
            }
            return node;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            problems.add(new Problem(file, line, "", "not well-formed: " + reason));
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen: the text is in memory", e);
        }
    }

    private @Nullable Node value(@Nullable JsonToken token, int depth) throws IOException {
        if (token == null || token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.getObjectId() != null || parser.isCurrentAlias()) {
            problem("", "anchors and aliases (& and *) are not supported; write the value out");
        }
        if (depth > DEPTH_MAX) {
            problem("", "nested deeper than " + DEPTH_MAX);
            parser.skipChildren();
            return null;
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
                problems.add(new Problem(file, nameLine, name, "has no value; leave the field out"));
            } else if (fields.putIfAbsent(name, value) != null) {
                problems.add(new Problem(file, nameLine, name, "stands twice"));
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
                problem("", "a list must not have empty items");
            } else {
                items.add(item);
            }
        }
        return new Node.Items(line, items);
    }

    private void problem(String field, String message) {
        problems.add(new Problem(file, line(), field, message));
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
