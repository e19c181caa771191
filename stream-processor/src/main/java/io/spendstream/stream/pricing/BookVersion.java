package io.spendstream.stream.pricing;

import io.spendstream.contract.Sha256;
import io.spendstream.yaml.Node;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a book: its date and a digest of what it says. Books that say the same have the same version,
 * whatever their layout, comments, order of fields and entries, or digits after the last that counts.
 */
final class BookVersion {
    private static final int DIGEST_BYTES = 4;
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    private BookVersion() {}

    /** Returns the version of a book of {@code date} with {@code documents}, which extends {@code base} or nothing. */
    static String of(LocalDate date, List<Node> documents, @Nullable String base) {
        StringBuilder content = new StringBuilder(base == null ? "" : base);
        documents.stream().map(BookVersion::said).sorted().forEach(content::append);
        byte[] digest = Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8));
        return date + "+sha256:" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    }

    private static String said(Node node) {
        StringBuilder text = new StringBuilder();
        append(node, text);
        return text.toString();
    }

    private static void append(Node node, StringBuilder text) {
        if (node instanceof Node.Fields object) {
            text.append('{');
            new TreeMap<>(object.fields()).forEach((name, value) -> {
                appendText(name, text);
                append(value, text);
            });
            text.append('}');
        } else if (node instanceof Node.Items list) {
            text.append('[');
            list.items().stream().map(BookVersion::said).sorted().forEach(text::append);
            text.append(']');
        } else if (node instanceof Node.Scalar scalar) {
            appendText(normal(scalar.text()), text);
        }
    }

    // the length stands first, so that no two contents run into the same text
    private static void appendText(String value, StringBuilder text) {
        text.append(value.length()).append(':').append(value);
    }

    private static String normal(String text) {
        return NUMBER.matcher(text).matches()
                ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                : text.strip();
    }
}
