package io.spendstream.cli.prices;

import picocli.CommandLine.Command;

/** {@code spendstream prices}: price books, from a file on disk to what is in force. */
@Command(
        name = "prices",
        description = "Checks, imports, compares, applies and shows price books, and corrects the past.",
        subcommands = {
            PricesApplyCommand.class,
            PricesCheckCommand.class,
            PricesDiffCommand.class,
            PricesImportCommand.class,
            PricesListCommand.class,
            PricesRepriceCommand.class,
            PricesShowCommand.class,
            PricesUnpricedCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class PricesCommand {}
