package io.spendstream.cli.usage;

import picocli.CommandLine.Command;

/** {@code spendstream usage}: what responses say was consumed. */
@Command(
        name = "usage",
        description = "Reads token counts from providers' responses; needs no broker.",
        subcommands = {UsageReadCommand.class, UsageCheckCommand.class, UsageApisCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class UsageCommand {}
