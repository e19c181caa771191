package io.spendstream.console.report;

import io.spendstream.console.http.Parameters;
import io.spendstream.console.http.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the next page of a listing begins, as the text that clients send back. It is bound to the question of its first
 * page: with other filters it would lead into the middle of another listing. Pure functions.
 */
public final class Cursor {
    private static final String SEPARATOR = "/";

    private Cursor() {}

    /** Returns the cursor of the answer to {@code parameters} that goes on after {@code place}. */
    public static String after(Parameters parameters, Object... place) {
        return encoded(signature(parameters)
                + SEPARATOR
                + Arrays.stream(place).map(String::valueOf).collect(Collectors.joining(SEPARATOR)));
    }

    /**
     * Returns the place that the cursor among {@code parameters} goes on after, if there is one.
     *
     * @param parts of how many parts a place is; only the last may have a slash in it
     * @param reader makes a place of its parts; if they are no numbers or times, the cursor is refused
     */
    public static <T> Optional<T> place(Parameters parameters, int parts, Function<List<String>, T> reader) {
        return parameters.cursor().map(cursor -> {
            String[] read = decoded(cursor).split(SEPARATOR, parts + 1);
            if (read.length != parts + 1) {
                throw malformed(cursor);
            }
            if (!read[0].equals(signature(parameters))) {
                throw otherQuestion(cursor);
            }
            try {
                return reader.apply(List.of(read).subList(1, read.length));
            } catch (DateTimeException | NumberFormatException e) {
                throw malformed(cursor);
            }
        });
    }

    private static String signature(Parameters parameters) {
        return Integer.toHexString(parameters.signature("cursor").hashCode());
    }

    /** Returns {@code text} as a cursor. */
    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the text of {@code cursor}. */
    static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(cursor);
        }
    }

    /** Returns what is thrown for a cursor that this server did not write. */
    static RuntimeException malformed(String cursor) {
        return Problem.invalid("cursor", cursor, "the next_cursor of a page").exception();
    }

    /** Returns what is thrown for a cursor that came with other parameters than those of its first page. */
    static RuntimeException otherQuestion(String cursor) {
        return Problem.invalid("cursor", cursor, "given with the parameters of the first page")
                .exception();
    }
}
