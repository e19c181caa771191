package io.spendstream.faults.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory on a file system of its own and of little room, which can be filled up. Only where this process may mount
 * one; elsewhere it is a plain directory that cannot be.
 */
public final class SmallDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final String FILLER = "filler";

    private final Path directory;
    private final boolean isMounted;

    private SmallDisk(Path directory, boolean isMounted) {
        this.directory = directory;
        this.isMounted = isMounted;
    }

    /** Makes one of {@code megabytes} at {@code directory}. */
    static SmallDisk make(Path directory, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        boolean isMounted =
                run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "none", directory.toString());
        return new SmallDisk(directory, isMounted);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such program here
        }
    }

    /** Returns where data goes. */
    Path data() {
        return directory.resolve("data");
    }

    /** Returns whether it can be filled up. */
    public boolean canFill() {
        return isMounted;
    }

    /** Fills it up to the last byte. */
    public void fill() {
        try (OutputStream out = Files.newOutputStream(directory.resolve(FILLER))) {
            byte[] block = new byte[BLOCK_BYTES];
            while (isMounted) {
                out.write(block);
            }
        } catch (IOException full) {
            // that is what was wanted
            return;
        }
    }

    /** Makes room again. */
    public void empty() throws IOException {
        Files.deleteIfExists(directory.resolve(FILLER));
    }

    @Override
    public void close() throws IOException {
        if (!isMounted) {
            return;
        }
        try {
            run("umount", "-l", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
