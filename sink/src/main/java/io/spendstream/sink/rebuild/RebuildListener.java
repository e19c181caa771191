package io.spendstream.sink.rebuild;

/** Is told how a rebuild gets on. */
public interface RebuildListener {
    /** Called when a stage is reached. */
    void reached(Stage stage);

    /** Called now and then while {@code records} of about {@code all} records have been copied. */
    void copied(long records, long all);

    /** Called now and then while {@code records} of about {@code all} records have been compared. */
    void compared(long records, long all);
}
