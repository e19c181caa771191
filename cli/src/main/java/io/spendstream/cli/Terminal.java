package io.spendstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Where standard output goes, or standard error.
 *
 * @param isInteractive whether someone looks at a terminal, which can be rewritten in place
 * @param width how many characters a line has room for; no limit if it is no terminal
 */
public record Terminal(boolean isInteractive, int width) {
    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, Integer.MAX_VALUE);

    private static final String ERASE_REST = "\u001b[K";
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    /** Returns the terminal of this process. */
    @SuppressWarnings("SystemConsoleNull") // on Java 22 and newer a line too many is rewritten in place, no more
    public static Terminal current() {
        boolean isInteractive = System.console() != null && System.getenv("TERM") != null;
        return isInteractive
                ? new Terminal(true, new UsageMessageSpec().autoWidth(true).width())
                : NONE;
    }

    /** Returns where standard error of this process goes: where standard output does, unless it is seen to be elsewhere. */
    public static Terminal ofErrors() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") ? current() : NONE;
        } catch (IOException | UnsupportedOperationException e) {
            return current(); // no such folder on this system
        }
    }

    /** Returns {@code line} as it is printed in the place of the line before it, cut to what fits there. */
    public String rewritten(String line) {
        String fitting = line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
        return "\r" + fitting + ERASE_REST;
    }

    /** Returns {@code page} as it is printed in the place of the page before it. */
    public String inPlace(String page) {
        return isInteractive ? HOME_AND_CLEAR + page : page + "\n";
    }
}
