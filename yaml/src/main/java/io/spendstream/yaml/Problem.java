package io.spendstream.yaml;

/**
 * One thing that is wrong, or worth a second look, in a file.
 *
 * @param file the name of the file
 * @param line the line it stands on, counted from 1; 0 where the file as a whole is meant
 * @param field the path of the field, for example {@code entries[3].tiers.batch}; may be empty
 * @param message what is wrong and how to mend it
 */
public record Problem(String file, int line, String field, String message) {
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line : file;
        return field.isEmpty() ? place + ": " + message : place + ": " + field + ": " + message;
    }
}
