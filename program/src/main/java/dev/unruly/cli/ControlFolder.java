package dev.unruly.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The folder in which a user's gateways have their control sockets. Nobody else may enter it, so
/// that nobody else can hurt what the user's application calls.
record ControlFolder(Path path) {

    private static final Set<PosixFilePermission> OURS_ALONE =
            PosixFilePermissions.fromString("rwx------");

    private static final String SOCKET = ".sock";

    /// The folder of the user we are: `unruly` in `XDG_RUNTIME_DIR`, or `unruly-USER` in the folder
    /// for temporary files. It is made if need be.
    ///
    /// @throws NoGateway if it cannot be made, or is not ours alone
    static ControlFolder ofUser() {
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "");
        Path parent = Path.of(runtime);
        boolean usable = !runtime.isEmpty() && Files.isDirectory(parent);
        Path path =
                usable && Files.isWritable(parent)
                        ? parent.resolve("unruly")
                        : Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "unruly-" + System.getProperty("user.name"));
        return of(path);
    }

    static ControlFolder of(Path path) {
        try {
            make(path);
            return new ControlFolder(path);
        } catch (IOException e) {
            throw new NoGateway(
                    "the folder "
                            + path
                            + " for control sockets cannot be used ("
                            + e
                            + "); set XDG_RUNTIME_DIR to a folder of yours");
        }
    }

    private static void make(Path path) throws IOException {
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OURS_ALONE));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoGateway(path + " must be a folder; remove what is there");
            }
            Path probe = Files.createTempFile(path, "probe", "");
            try {
                if (!Files.getOwner(path).equals(Files.getOwner(probe))) {
                    throw new NoGateway(
                            path + " must belong to you, but is " + Files.getOwner(path) + "'s");
                }
            } finally {
                Files.delete(probe);
            }
            if (!Files.getPosixFilePermissions(path).equals(OURS_ALONE)) {
                throw new NoGateway(
                        path + " must be open to you alone; say `chmod 700 " + path + "`");
            }
        }
    }

    /// Where a gateway's control socket is to be.
    ///
    /// @param process the gateway's
    /// @param nanos any clock's time, so that what a dead process left is not met again
    Path socketOf(long process, long nanos) {
        return path.resolve("gateway-" + process + "-" + Long.toUnsignedString(nanos, 36) + SOCKET);
    }

    /// All control sockets, those that dead gateways left behind included.
    List<Path> sockets() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(SOCKET)).sorted().toList();
        } catch (IOException e) {
            throw new NoGateway("the folder " + path + " cannot be read (" + e + ")");
        }
    }
}
