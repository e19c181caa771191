package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BookVersionTest {
    private static final String BOOK = """
            format: 1
            date: 2026-11-21
            source: s
            checked: 2026-11-20
            entries:
              - {id: a/one, provider: a, model: one, aliases: [x, y], usd_per_million_tokens: {input: 1.50, output: 2}}
              - {id: a/two, provider: a, model: two, usd_per_million_tokens: {input: 3}}
            """;

    private final String version = Calls.book(BOOK).version();

    @Test
    void isTheSameForTheSameContentInAnotherLayout() {
        String sameInJson = """
                {"entries": [
                   {"model": "two", "provider": "a", "id": "a/two", "usd_per_million_tokens": {"input": "3.00"}},
                   {"id": "a/one", "provider": "a", "model": "one", "aliases": ["y", "x"],
                    "usd_per_million_tokens": {"output": 2.0, "input": 1.5}}],
                 "checked": "2026-11-20", "source": "s", "date": "2026-11-21", "format": 1}
                """;

        assertThat(Calls.book("other.json", sameInJson).version()).isEqualTo(version);
        assertThat(Calls.book("# a comment\n" + BOOK).version()).isEqualTo(version);
    }

    @Test
    void bearsTheDateOfTheBook() {
        assertThat(version).matches("2026-11-21\\+sha256:[0-9a-f]{8}");
    }

    @Test
    void changesWithAnythingTheBookSays() {
        assertThat(Calls.book(BOOK.replace("1.50", "1.51")).version()).isNotEqualTo(version);
        assertThat(Calls.book(BOOK.replace("[x, y]", "[xy]")).version()).isNotEqualTo(version);
        assertThat(Calls.book(BOOK.replace("2026-11-20", "2026-11-19")).version())
                .isNotEqualTo(version);
    }
}
