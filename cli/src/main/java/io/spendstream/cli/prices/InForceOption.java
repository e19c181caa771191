package io.spendstream.cli.prices;

import io.spendstream.cli.connection.ConnectionOptions;
import io.spendstream.cli.progress.Progress;
import io.spendstream.stream.pricing.PriceBook;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flag that asks for the book of the installation, and those that say which installation. */
final class InForceOption {
    @Option(
            names = "--in-force",
            description = "Take the price book that was applied to the installation; needs its broker.")
    private boolean isGiven;

    @Mixin
    private ConnectionOptions connectionOptions = new ConnectionOptions();

    boolean isGiven() {
        return isGiven;
    }

    /**
     * Returns the book in force.
     *
     * @throws IllegalStateException if none was applied, or one that cannot be used
     */
    PriceBook open(Progress progress) throws IOException {
        return ClusterBook.inForce(connectionOptions.kafkaConnection(), progress)
                .orElseThrow(() -> new IllegalStateException("no price book was ever applied, so each stream processor"
                        + " prices by the one it was configured with; name that file, or leave --in-force out"
                        + " for the bundled one"))
                .open();
    }
}
