package io.vectile.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Looks at where a result will go before the long work that makes it. */
final class OutputFile {
    static final Set<String> INTEGERS = Set.of("ivecs", "ibin", "npy");
    static final Set<String> FLOATS = Set.of("fvecs", "fbin", "npy");
    private static final Set<String> VECTORS =
            Set.of("fvecs", "bvecs", "ivecs", "npy", "fbin", "u8bin", "ibin", "hdf5", "h5");

    private OutputFile() {}

    /** Refuses a file name whose extension cannot hold the result, and a folder that does not exist. */
    static void check(CommandSpec command, String option, Path file, Set<String> extensions) {
        if (file == null) {
            return;
        }
        if (!extensions.contains(extension(file))) {
            throw new ParameterException(command.commandLine(), "Invalid value for option '" + option + "': " + file
                    + " needs one of the extensions " + String.join(", ", extensions.stream().sorted().toList()));
        }
        checkReplaceable(file);
    }

    /** Refuses a place where an index cannot go, and a file name under which one would take the place of vectors. */
    static void checkIndex(CommandSpec command, String argument, Path file) {
        Path replaced = replaced(file);
        String extension = extension(replaced);
        if (VECTORS.contains(extension)) {
            throw new ParameterException(command.commandLine(), "Invalid value for " + argument + ": " + file
                    + (replaced.equals(file) ? "" : ", a link to " + replaced + ",") + " would be an index, and ." + extension
                    + " files hold vectors; a usual extension is .index");
        }
        checkReplaceable(file);
    }

    /** The file whose place is taken: that which a link leads to. */
    private static Path replaced(Path file) {
        try {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            return file; // it leads nowhere
        }
    }

    /**
     * A file is written beside its target first, which its folder must allow, and takes its place: a device or a pipe would
     * be gone, as /dev/null for all of the machine.
     */
    private static void checkReplaceable(Path file) {
        checkFolder(file);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CommandFailure(file + ": this is no regular file, and would be replaced by one");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isWritable(folder)) {
            throw new CommandFailure(file + ": the folder " + folder + " cannot be written to");
        }
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static void checkFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailure(file + ": there is no folder " + folder);
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + ": this is a folder");
        }
    }
}
