package io.vectile.cli.tour;

import io.vectile.error.VectorFileException;
import io.vectile.vectors.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of the shape of SIFT1M: {@code base}, {@code query}, and, if they are there, {@code learn} and {@code groundtruth}, each under
 * that name or with a prefix ({@code sift_base.fvecs}), in any format of {@link VectorFiles}.
 */
public final class DataFolder {
    private static final List<String> VECTORS = List.of("fvecs", "bvecs", "fbin", "u8bin", "npy");
    private static final List<String> INTEGERS = List.of("ivecs", "ibin", "npy");

    private final Path folder;
    private final List<Path> files;

    private DataFolder(Path folder, List<Path> files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * Opens what is there.
     *
     * @throws VectorFileException naming the folder, and what was looked for and not found there
     */
    public static TourData open(Path folder) {
        return at(folder).read();
    }

    /**
     * Looks what files there are, and opens none.
     *
     * @throws VectorFileException if there is no such folder
     */
    public static DataFolder at(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new VectorFileException(folder, Files.exists(folder) ? "this is not a folder; --data needs one" : "there is no such folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new DataFolder(folder, entries.sorted().toList());
        } catch (IOException e) {
            throw new VectorFileException(folder, "cannot be listed: " + e);
        }
    }

    private TourData read() {
        Path base = require("base");
        Path query = require("query");
        return new TourData(folder.toAbsolutePath().normalize().getFileName().toString(), VectorFiles.open(base), VectorFiles.open(query),
                vectors("learn").map(VectorFiles::open), find("groundtruth", INTEGERS).map(VectorFiles::openInts));
    }

    /** The file of vectors of a role ({@code base}, {@code query}, {@code learn}), which may be missing. */
    public Optional<Path> vectors(String role) {
        return find(role, VECTORS);
    }

    /**
     * The file of vectors of a role.
     *
     * @throws VectorFileException if there is none, with the names that were looked for
     */
    public Path require(String role) {
        return find(role, VECTORS).orElseThrow(() -> new VectorFileException(folder, "the folder holds no " + role
                + " vectors; looked for " + VECTORS.stream().map(e -> role + "." + e).collect(Collectors.joining(", "))
                + ", and for these after a prefix, such as sift_" + role + "." + VECTORS.getFirst()));
    }

    private Optional<Path> find(String role, List<String> extensions) {
        List<Path> found = files.stream().filter(file -> plays(role, extensions, file.getFileName().toString())).toList();
        if (found.size() > 1) {
            throw new VectorFileException(folder, "the folder holds more than one file of " + role + ": "
                    + found.stream().map(file -> file.getFileName().toString()).collect(Collectors.joining(", ")));
        }
        return found.stream().findFirst();
    }

    private static boolean plays(String role, List<String> extensions, String name) {
        return extensions.stream().map(e -> role + "." + e).anyMatch(wanted -> name.equals(wanted) || name.endsWith("_" + wanted));
    }
}
