package io.spendstream.cli.process;

/** A process of the pipeline that was started. */
public interface RunningProcess extends AutoCloseable {
    /** Returns whether it works or will work again by itself; if not, only a restart helps. */
    boolean isAlive();

    /** Returns whether it does its work now. */
    boolean isReady();

    /** Stops it, losing nothing. */
    @Override
    void close();
}
