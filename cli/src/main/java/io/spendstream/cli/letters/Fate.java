package io.spendstream.cli.letters;

/** What is to be done with a dead letter that somebody wants to be sent again. */
enum Fate {
    /** It is sent: the stream processor remembers whether it was counted meanwhile. */
    SEND("sent again"),
    /** It is sent with a word for it: it is older than that memory, and the table does not have it. */
    READMIT("sent again, although late"),
    /** It is older than that memory, and the table has it. */
    ALREADY_COUNTED("counted already"),
    /** It was sent before. */
    ALREADY_REPLAYED("was sent again before"),
    /** It would be refused for the same reason, or for another. */
    STILL_REFUSED("would be refused again"),
    /** It contradicts an event that was counted, and that one stands. */
    CONFLICTING("contradicts what was counted"),
    /** It is no usage event. */
    NO_USAGE("no usage event");

    private final String words;

    Fate(String words) {
        this.words = words;
    }

    /** Returns whether the letter goes to the usage topic. */
    boolean isSent() {
        return this == SEND || this == READMIT;
    }

    /** Returns whether what became of the letter is kept. */
    boolean isRecorded() {
        return isSent() || this == ALREADY_COUNTED;
    }

    @Override
    public String toString() {
        return words;
    }
}
