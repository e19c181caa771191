package io.spendstream.embedded;

import io.spendstream.contract.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the archive on the class path.
 *
 * <p>They go to the user's cache directory, once per version: a temporary directory would be swept while the server
 * runs, and one copy serves every data directory.
 */
final class PostgresBinaries {
    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64", "arm64", "arm_64");
    private static final int EXECUTABLE_BITS = 0111;

    private PostgresBinaries() {}

    /**
     * Unpacks the programs for this machine unless that was done before, and returns the directory that holds {@code
     * bin}, {@code lib} and {@code share}.
     *
     * @param fallback where to unpack if the user has no writable cache directory
     */
    static Path unpack(Path fallback) {
        String archive = archive();
        try {
            String name = "postgres-" + digest(archive).substring(0, 16);
            Path cached = cacheDirectory().resolve(name);
            if (Files.isDirectory(cached)) {
                return cached;
            }
            try {
                return unpack(archive, cached);
            } catch (FileSystemException e) {
                Path own = fallback.resolve(name);
                return Files.isDirectory(own) ? own : unpack(archive, own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL's programs from " + archive, e);
        }
    }

    static String archive() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String family = system.startsWith("mac") ? "darwin" : system;
        String archive = "postgres-%s-%s.txz".formatted(family, PROCESSORS.getOrDefault(processor, processor));
        if (PostgresBinaries.class.getResource("/" + archive) == null) {
            throw new EmbeddedServerException(
                    "no PostgreSQL programs for %s on %s in this build (%s is not on the class path); build on that kind of machine, or point Spendstream at a PostgreSQL of yours"
                            .formatted(system, processor, archive));
        }
        return archive;
    }

    private static Path cacheDirectory() {
        @Nullable String cache = System.getenv("XDG_CACHE_HOME");
        Path root = cache == null || cache.isEmpty()
                ? Path.of(System.getProperty("user.home", ".")).resolve(".cache")
                : Path.of(cache);
        return root.resolve("spendstream").toAbsolutePath();
    }

    /** Unpacks beside the target and moves the whole: a target that exists is complete, whoever else unpacks. */
    static Path unpack(String archive, Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("no directory can be made at " + target);
        }
        Files.createDirectories(parent);
        Path draft = Files.createTempDirectory(parent, "unpacking-");
        try {
            extract(archive, draft);
            // The directory is private to its creator, but as root the programs run as somebody else.
            Files.setPosixFilePermissions(draft, permissions(0755));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        } finally {
            FileTree.delete(draft);
        }
        return target;
    }

    private static void extract(String archive, Path directory) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = directory.resolve(entry.getName()).normalize();
                if (!path.startsWith(directory)) {
                    throw new IOException("entry leaves the directory: " + entry.getName());
                }
                extract(tar, entry, path);
            }
        }
    }

    private static void extract(InputStream content, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        boolean isExecutable = (entry.getMode() & EXECUTABLE_BITS) != 0;
        Files.setPosixFilePermissions(path, permissions(isExecutable ? 0755 : 0644));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        List<PosixFilePermission> all = List.of(PosixFilePermission.values()); // owner, group, others; read first
        for (int bit = 0; bit < all.size(); bit++) {
            if ((mode & (1 << (all.size() - 1 - bit))) != 0) {
                permissions.add(all.get(bit));
            }
        }
        return permissions;
    }

    private static String digest(String archive) throws IOException {
        try (var content = new DigestInputStream(open(archive), Sha256.begin())) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        }
    }

    private static InputStream open(String archive) throws IOException {
        @Nullable InputStream content = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (content == null) {
            throw new IOException(archive + " is not on the class path");
        }
        return content;
    }
}
