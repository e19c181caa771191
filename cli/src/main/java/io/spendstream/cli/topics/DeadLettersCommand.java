package io.spendstream.cli.topics;

import picocli.CommandLine.Command;

/** {@code spendstream dead-letters}: the records that were refused. */
@Command(
        name = "dead-letters",
        description = "Shows the records that were refused, and why.",
        subcommands = DeadLettersListCommand.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class DeadLettersCommand {}
