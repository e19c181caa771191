package io.spendstream.producer.reading;

import java.util.List;
import java.util.Map;

/** The table of the APIs that can be read, one row each: name, spellings, framing, rules, and the page they are from. */
final class ReadableApis {
    private static final Shape CHAT = new ChatShape(Convention.ALL_INSIDE);
    private static final Shape MESSAGES = new MessagesShape();

    private ReadableApis() {}

    static List<ShapeReader> readers() {
        return List.of(
                ApiRow.of("openai", "chat")
                        .or("chat.completions")
                        .by(CHAT, "https://platform.openai.com/docs/api-reference/chat"),
                ApiRow.of("anthropic", "messages").by(MESSAGES, "https://platform.claude.com/docs/en/api/messages"));
    }

    static Map<String, List<String>> providerAliases() {
        return Map.of();
    }
}
