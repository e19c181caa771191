package io.spendstream.cli.aside;

import picocli.CommandLine.Command;

/** {@code spendstream set-aside}: the ledger lines that could not become rows. */
@Command(
        name = "set-aside",
        description = "Shows the ledger lines that could not become rows, and writes them after all.",
        subcommands = {SetAsideListCommand.class, SetAsideShowCommand.class, SetAsideReplayCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class SetAsideCommand {}
