package io.spendstream.cli.alerts;

import picocli.CommandLine.Command;

/** {@code spendstream alerts}: budget alerts and the channels that tell of them. */
@Command(
        name = "alerts",
        description = "Follows budget alerts, and tries out the channels that tell people of them.",
        subcommands = {AlertsTailCommand.class, AlertsTestCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class AlertsCommand {}
