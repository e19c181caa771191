package io.spendstream.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where contestants put their flight recordings, if they are to make any. */
public final class Profiles {
    private static final String FOLDER = "benchmarks.profiles";
    private static final String ENDING = ".jfr";

    private Profiles() {}

    /** Lets every contestant that starts from now on write a recording into {@code folder}; none if null. */
    public static void into(@Nullable Path folder) throws IOException {
        if (folder == null) {
            System.clearProperty(FOLDER);
            return;
        }
        Files.createDirectories(folder);
        System.setProperty(FOLDER, folder.toAbsolutePath().toString());
    }

    /** Returns what the process whose output goes to {@code log} is started with; its recording is named as the log. */
    public static List<String> options(Path log) {
        String name = String.valueOf(log.getFileName()).replace(".log", "");
        return folder().map(folder -> List.of(
                        "-XX:FlightRecorderOptions=stackdepth=128",
                        "-XX:StartFlightRecording=settings=profile,filename=" + folder.resolve(name + ENDING)))
                .orElse(List.of());
    }

    /** Returns the recordings there are, by name. */
    public static List<Path> recordings() throws IOException {
        Optional<Path> folder = folder();
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<Path> folder() {
        return Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of);
    }
}
