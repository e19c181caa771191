package io.spendstream.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/**
 * One run of the program inside this process.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it said on standard error
 */
public record CommandRun(int exitCode, String out, String err) {
    static final int WIDTH = 100;

    /** Runs the program with {@code arguments}. */
    public static CommandRun of(String... arguments) {
        return of(Spendstream.commandLine(), arguments);
    }

    /** Runs {@code program} with {@code arguments}. */
    public static CommandRun of(CommandLine program, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        program.setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int exitCode = program.execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Runs the program with {@code input} on standard input. */
    public static CommandRun withInput(byte[] input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return of(arguments);
        } finally {
            System.setIn(before);
        }
    }

    /** Returns the lines of standard error. */
    public List<String> errors() {
        return err.lines().toList();
    }

    @Override
    public String toString() {
        return "exit code %d\n%s\n%s".formatted(exitCode, out, err);
    }
}
