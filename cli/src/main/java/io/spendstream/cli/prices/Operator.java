package io.spendstream.cli.prices;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does it: what changes money is signed. */
public final class Operator {
    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "Who orders this, written beside it for ever (default: the user of this computer).")
    private @Nullable String name;

    /** Returns the name. */
    public String name() {
        String said = name == null ? System.getProperty("user.name", "") : name;
        if (said.isBlank()) {
            throw new IllegalArgumentException("--operator must say who orders this");
        }
        return said.strip();
    }
}
