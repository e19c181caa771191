package io.spendstream.cli.prices;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Price books written for these tests. */
final class Books {
    private static final String FOLDER = "src/test/resources/books/";

    private Books() {}

    /** Returns the paths of {@code names}, which a space parts. */
    static String paths(String names) {
        return Arrays.stream(names.split(" ", -1)).map(name -> FOLDER + name).collect(Collectors.joining(" "));
    }
}
