package io.spendstream.sink.rebuild;

/** How far a rebuild has come. Before {@link #SWAPPED} the tables in force are those from before. */
public enum Stage {
    /** The empty tables are there, in a schema of their own. */
    PREPARED,
    /** Every line of the topic is in them. */
    COPIED,
    /** They were compared with the topic and say what it says. */
    COMPARED,
    /** Sinks wait, and what was written meanwhile was copied too. */
    CAUGHT_UP,
    /** The new tables stand where the old ones stood, in a transaction that is not committed yet. */
    MOVED,
    /** The new tables are in force. */
    SWAPPED
}
