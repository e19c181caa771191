package io.spendstream.faults.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process runs from.
 *
 * @param classPath the class path
 */
record Release(String classPath) {
    /** Returns what this process itself runs from: the build that is tested. */
    static Release own() {
        return new Release(System.getProperty("java.class.path"));
    }

    /**
     * Returns the release whose jars are in {@code folder} and the folder {@code lib} in it, as it is handed out.
     *
     * @throws IllegalArgumentException if it is not there
     */
    static Release in(Path folder) {
        if (!Files.isDirectory(folder.resolve("lib"))) {
            throw new IllegalArgumentException(
                    "the previous release must be a folder with spendstream.jar and lib in it: " + folder);
        }
        return new Release(String.join(
                File.pathSeparator,
                folder.resolve("*").toString(),
                folder.resolve("lib").resolve("*").toString()));
    }
}
