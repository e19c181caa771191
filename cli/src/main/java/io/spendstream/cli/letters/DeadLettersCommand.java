package io.spendstream.cli.letters;

import picocli.CommandLine.Command;

/** {@code spendstream dead-letters}: the records that were refused. */
@Command(
        name = "dead-letters",
        description = "Shows the records that were refused, and why, and sends them again.",
        subcommands = {DeadLettersListCommand.class, DeadLettersShowCommand.class, DeadLettersReplayCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class DeadLettersCommand {}
