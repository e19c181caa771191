package io.spendstream.cli;

import io.spendstream.contract.RejectedException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.jdbi.v3.core.JdbiException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns a failed command into one line on standard error, which ends with what to do next, and an exit code: 2 if what was
 * given is wrong, else 1. {@code SPENDSTREAM_DEBUG=1} adds the stack trace.
 */
final class ExceptionMessages implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int CAUSES_MAX = 8;

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

    /** Returns what went wrong, from the outside in, and what to do next. */
    static String messageOf(Throwable failure) {
        List<Throwable> causes = causesOf(failure);
        var text = new StringBuilder();
        for (Throwable cause : causes) {
            String said = say(cause);
            if (text.indexOf(said) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(said);
            }
        }
        NextStep.after(causes).ifPresent(step -> text.append("; ").append(step));
        return Output.printable(text.toString().strip().replaceAll("\\R+", "; "));
    }

    /** Returns {@code failure} and its causes, without those that only wrap another. */
    private static List<Throwable> causesOf(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable next = failure;
        for (int i = 0; next != null && i < CAUSES_MAX; i++) {
            if (!isWrapping(next)) {
                causes.add(next);
            }
            next = next.getCause();
        }
        return causes;
    }

    /** Returns whether the cause of {@code failure} says all it says; layers over a database add SQL and pool counters. */
    private static boolean isWrapping(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null
                && (failure.getMessage() == null
                        || failure.getMessage().equals(cause.toString())
                        || failure instanceof JdbiException
                        || (failure instanceof SQLException && cause instanceof SQLException));
    }

    private static String say(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        return wordsFor(failure) + message.strip().replaceAll("[.;]+$", "");
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
        if (failure instanceof UnknownHostException) {
            return "unknown host: ";
        }
        if (failure instanceof CharacterCodingException) {
            return "not UTF-8 text: ";
        }
        return failure instanceof FileAlreadyExistsException ? "in the way: " : "";
    }
}
