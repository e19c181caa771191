package io.spendstream.benchmarks;

/**
 * How long to measure.
 *
 * @param rounds how often each contestant runs
 * @param events how many events a run drains
 * @param rows how many rows the report is asked of
 * @param seconds how long a steady rate is held
 */
public record Effort(int rounds, int events, int rows, int seconds) {
    /** Enough to see a landslide. */
    public static final Effort QUICK = new Effort(1, 150_000, 500_000, 10);

    /** Enough to see a median and its spread. */
    public static final Effort FULL = new Effort(3, 400_000, 10_000_000, 30);

    public Effort {
        if (rounds < 1 || events < 1000 || rows < 1000 || seconds < 1) {
            throw new IllegalArgumentException("too little to measure: " + rounds + ", " + events + ", " + rows);
        }
    }
}
