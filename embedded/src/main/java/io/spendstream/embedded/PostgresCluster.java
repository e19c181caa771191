package io.spendstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one PostgreSQL server in its directory, and the four things done to them: make, start, stop, adopt.
 *
 * <pre>
 * directory/
 *   cluster/      what PostgreSQL calls its data directory
 *   password      of the one user; readable by its owner only
 *   server.log    what the server said since it was last started
 *   command.log   what the last program said
 * </pre>
 */
final class PostgresCluster {
    static final String USER = "spendstream";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration MAKE_MAX = Duration.ofMinutes(2);
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int START_ATTEMPTS = 20;
    private static final long START_PAUSE_MILLIS = 500;

    private static final String CLUSTER = "cluster";
    private static final String PASSWORD = "password";
    private static final String SETTINGS = "spendstream.conf";
    private static final String MEMORY_STILL_IN_USE = "pre-existing shared memory block";

    private final ServerDirectory directory;
    private final Path cluster;
    private final PostgresPrograms programs;
    private final String password;

    private PostgresCluster(ServerDirectory directory, PostgresPrograms programs, String password) {
        this.directory = directory;
        this.cluster = directory.resolve(CLUSTER);
        this.programs = programs;
        this.password = password;
    }

    /** Is there a server's data in {@code dataDirectory}? */
    static boolean isIn(Path dataDirectory) {
        return Files.isDirectory(dataDirectory.resolve(CLUSTER));
    }

    /** Opens the server's files in {@code directory} and makes them if there are none. */
    static PostgresCluster open(ServerDirectory directory) {
        Path binaries = PostgresBinaries.unpack(directory.resolve("binaries"));
        PostgresPrograms programs = PostgresPrograms.in(binaries, directory.path());
        boolean isNew = !isIn(directory.path());
        if (isNew) {
            writePassword(directory.resolve(PASSWORD));
        }
        String password = directory
                .read(PASSWORD)
                .orElseThrow(() -> new EmbeddedServerException(
                        "data directory %s has no file %s; restore the file, or move the directory away to start empty"
                                .formatted(directory.path(), PASSWORD)));
        var opened = new PostgresCluster(directory, programs, password);
        if (isNew) {
            opened.make();
        }
        return opened;
    }

    private static void writePassword(Path file) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Makes the files under another name and renames them, so that a crash on the way leaves nothing half made. */
    private void make() {
        Path draft = directory.resolve(CLUSTER + ".new");
        try {
            FileTree.delete(draft);
            run(
                    "initdb",
                    List.of(
                            "--pgdata=" + draft,
                            "--username=" + USER,
                            "--pwfile=" + directory.resolve(PASSWORD),
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--locale=C",
                            "--builtin-locale=C.UTF-8",
                            "--data-checksums"),
                    MAKE_MAX);
            Files.writeString(
                    draft.resolve("postgresql.conf"), "include '" + SETTINGS + "'\n", StandardOpenOption.APPEND);
            Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + cluster, e);
        }
    }

    String password() {
        return password;
    }

    /** Stops a server that a killed process left running on these files. Whoever calls holds the directory's lock. */
    void stopOrphan() {
        Optional<PostmasterFile> found = PostmasterFile.in(cluster);
        if (found.isEmpty()) {
            return;
        }
        PostmasterFile postmaster = found.get();
        if (postmaster.isRunning()) {
            LOG.warn("PostgreSQL process {} was left behind on {}; stopping it", postmaster.pid(), cluster);
            stop("fast");
        } else if (postmaster.isPidTaken()) {
            postmaster.delete();
        }
    }

    /** Starts the server and waits until it takes connections. */
    void start(int port) {
        stopOrphan();
        try {
            directory.write(CLUSTER + "/" + SETTINGS, new PostgresSettings(port).toFile());
            Path log = directory.resolve("server.log");
            for (int attempt = 1; ; attempt++) {
                Files.deleteIfExists(log);
                PostgresPrograms.Outcome outcome = attemptStart(log);
                if (outcome.isSuccess()) {
                    return;
                }
                String said = PostgresPrograms.tail(log);
                // A killed server's children end by themselves, but only once they notice.
                if (attempt == START_ATTEMPTS || !said.contains(MEMORY_STILL_IN_USE)) {
                    stop("immediate"); // too slow to start is a failure too
                    throw new EmbeddedServerException("PostgreSQL did not start on %s (log: %s): %s\n%s"
                            .formatted(cluster, log, outcome.output(), said));
                }
                Thread.sleep(START_PAUSE_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL on " + cluster, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while PostgreSQL started on " + cluster, e);
        }
    }

    /** The program that starts the server also detaches it: an interrupt typed at the terminal is for us to handle. */
    private PostgresPrograms.Outcome attemptStart(Path log) {
        return programs.run(
                "pg_ctl",
                List.of("start", "--wait", "--timeout=" + START_MAX.toSeconds(), "--pgdata=" + cluster, "--log=" + log),
                directory.resolve("command.log"),
                START_MAX.plus(GRACE));
    }

    /** Stops the server if it runs, politely or, if that takes too long, at once. */
    void stop(String mode) {
        if (!isRunning() || attemptStop(mode).isSuccess()) {
            return;
        }
        PostgresPrograms.Outcome outcome = attemptStop("immediate");
        if (isRunning()) {
            throw new EmbeddedServerException(
                    "PostgreSQL on %s does not stop: %s".formatted(cluster, outcome.output()));
        }
    }

    private boolean isRunning() {
        return PostmasterFile.in(cluster).filter(PostmasterFile::isRunning).isPresent();
    }

    private PostgresPrograms.Outcome attemptStop(String mode) {
        return programs.run(
                "pg_ctl",
                List.of("stop", "--wait", "--mode=" + mode, "--timeout=" + STOP_MAX.toSeconds(), "--pgdata=" + cluster),
                directory.resolve("command.log"),
                STOP_MAX.plus(GRACE));
    }

    private void run(String program, List<String> arguments, Duration max) {
        PostgresPrograms.Outcome outcome = programs.run(program, arguments, directory.resolve("command.log"), max);
        if (!outcome.isSuccess()) {
            throw new EmbeddedServerException(
                    "PostgreSQL's %s failed in %s: %s".formatted(program, directory.path(), outcome.output()));
        }
    }
}
