package io.spendstream.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failed command into one line on standard error; {@code SPENDSTREAM_DEBUG=1} adds the stack trace. */
final class ExceptionMessages implements IExecutionExceptionHandler {
    private static final int CAUSES_MAX = 4;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + messageOf(failure));
        if (System.getenv("SPENDSTREAM_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String messageOf(Exception failure) {
        var text = new StringBuilder(say(failure));
        Throwable cause = failure.getCause();
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            String said = say(cause);
            if (text.indexOf(said) < 0) {
                text.append(": ").append(said);
            }
            cause = cause.getCause();
        }
        return Output.printable(text.toString());
    }

    private static String say(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
