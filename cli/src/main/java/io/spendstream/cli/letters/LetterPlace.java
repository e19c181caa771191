package io.spendstream.cli.letters;

/**
 * Where a dead letter stands on its topic, which is how people name it: {@code 2@117}.
 *
 * @param partition the partition
 * @param offset the offset
 */
record LetterPlace(int partition, long offset) {
    /**
     * Returns the place {@code text} names.
     *
     * @throws IllegalArgumentException if it names none
     */
    static LetterPlace parse(String text) {
        int at = text.indexOf('@');
        try {
            if (at > 0) {
                var place = new LetterPlace(
                        Integer.parseInt(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
                if (place.partition >= 0 && place.offset >= 0) {
                    return place;
                }
            }
        } catch (NumberFormatException e) {
            // falls through: not a number is as wrong as none
        }
        throw new IllegalArgumentException("a dead letter is named as dead-letters list does, such as 2@117: " + text);
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
