package io.spendstream.cli.prices;

import picocli.CommandLine.Command;

/** {@code spendstream prices}: price books, from a file on disk to what is in force. */
@Command(
        name = "prices",
        description = "Checks, imports, compares and shows price books.",
        subcommands = {
            PricesCheckCommand.class,
            PricesImportCommand.class,
            PricesDiffCommand.class,
            PricesShowCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class PricesCommand {}
