package io.spendstream.console.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The runbook as a page whose sections can be linked to. */
public final class Runbook {
    private Runbook() {}

    /** Returns the page. */
    public static byte[] page() {
        try (InputStream file = Runbook.class.getResourceAsStream("/runbook.md")) {
            String text = new String(Objects.requireNonNull(file, "runbook.md").readAllBytes(), StandardCharsets.UTF_8);
            return html(text).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String html(String markdown) {
        HtmlRenderer renderer = HtmlRenderer.builder()
                .escapeHtml(true)
                .sanitizeUrls(true)
                .attributeProviderFactory(context -> Runbook::attributes)
                .build();
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Runbook · Spendstream</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/runbook.css">
                </head>
                <body>
                <main>
                <p><a href="/">Back to the console</a></p>
                %s</main>
                </body>
                </html>
                """.formatted(renderer.render(Parser.builder().build().parse(markdown)));
    }

    /** Gives headings the ids that links to them have, and takes away links to files that are not served. */
    private static void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Heading) {
            attributes.put("id", id(text(node)));
        }
        if (node instanceof Link link && List.of("http", "#").stream().noneMatch(link.getDestination()::startsWith)) {
            attributes.remove("href");
        }
    }

    private static String id(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    private static String text(Node node) {
        var text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }
}
