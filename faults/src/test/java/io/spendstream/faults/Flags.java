package io.spendstream.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flags a program was started with, each with its last value. */
final class Flags {
    private final Map<String, String> values = new HashMap<>();

    /** Reads {@code arguments}, whose first is the name of the process. */
    Flags(String[] arguments) {
        List<String> flags = List.of(arguments).subList(1, arguments.length);
        for (int i = 0; i + 1 < flags.size(); i += 2) {
            values.put(flags.get(i), flags.get(i + 1));
        }
    }

    /** Returns the value of {@code flag}. */
    String get(String flag) {
        String value = values.get(flag);
        if (value == null) {
            throw new IllegalArgumentException(flag + " is required");
        }
        return value;
    }
}
