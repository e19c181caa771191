package io.spendstream.cli.measure;

import picocli.CommandLine.Command;

/** {@code spendstream measure}: how fast it is, here and now. */
@Command(
        name = "measure",
        description = "Measures the running instance, or a throw-away one where none runs.",
        subcommands = {MeasureLatencyCommand.class, MeasureAlertsCommand.class, MeasureConsoleCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class MeasureCommand {}
