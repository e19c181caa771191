package io.spendstream.cli;

import io.spendstream.contract.RejectedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns a failed command into one line on standard error and an exit code: 2 if what was given is wrong, else 1. {@code
 * SPENDSTREAM_DEBUG=1} adds the stack trace.
 */
final class ExceptionMessages implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int CAUSES_MAX = 4;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        say(command, messageOf(failure));
        if (System.getenv("SPENDSTREAM_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        return isWrongUsage(failure) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        say(command, messageOf(failure));
        boolean isCommandMissing = !command.getSubcommands().isEmpty() && arguments.length == depthOf(command);
        if (isCommandMissing) {
            command.usage(command.getErr());
        } else if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int depthOf(CommandLine command) {
        int depth = 0;
        for (CommandLine parent = command.getParent(); parent != null; parent = parent.getParent()) {
            depth++;
        }
        return depth;
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message);
    }

    /** The rooms say with these that a value they were given is wrong; the values come from flags and files. */
    private static boolean isWrongUsage(Exception failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof RejectedException
                || failure instanceof ConfigException;
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
        return Output.printable(text.toString().strip().replaceAll("\\R+", "; "));
    }

    private static String say(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        return wordsFor(failure) + message;
    }

    /** Returns what the message of {@code failure} leaves unsaid: these say which file, but not what is wrong with it. */
    private static String wordsFor(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file: ";
        }
        if (failure instanceof AccessDeniedException) {
            return "access denied: ";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a folder: ";
        }
        return failure instanceof FileAlreadyExistsException ? "in the way: " : "";
    }
}
