package io.spendstream.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Spendstream this is. */
public final class Version implements IVersionProvider {
    /** Returns the version the program was built as, or {@code development} if it runs from class files. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"spendstream " + current(), "Java " + Runtime.version()};
    }
}
