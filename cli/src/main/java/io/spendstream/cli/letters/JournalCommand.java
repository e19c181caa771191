package io.spendstream.cli.letters;

import picocli.CommandLine.Command;

/** {@code spendstream journal}: the events that Kafka refused and agents set aside. */
@Command(
        name = "journal",
        description = "Shows the events that Kafka refused and agents set aside, and sends them again.",
        subcommands = {JournalListCommand.class, JournalShowCommand.class, JournalReplayCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class JournalCommand {}
