package io.spendstream.console.page;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The accessibility checker axe, which looks at a page from inside of it. */
final class Axe {
    private static final String VIOLATIONS = """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .map(({ id, help, nodes }) => `${id}: ${help}\\n  ` + nodes.map(({ html, any }) =>
                    `${html}\\n    ${any.map(({ message }) => message).join('\\n    ')}`).join('\\n  '))
            """;

    private Axe() {}

    /** Checks that axe finds nothing wrong with {@code page}, as it is now. */
    static void assertAccessible(Page page) {
        page.evaluate(source());
        assertThat(page.evaluate(VIOLATIONS)).asInstanceOf(LIST).isEmpty();
    }

    private static String source() {
        try (var in = requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
