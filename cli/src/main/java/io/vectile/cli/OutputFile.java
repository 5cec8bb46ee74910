package io.vectile.cli;

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

    private OutputFile() {}

    /** Refuses a file name whose extension cannot hold the result, and a folder that does not exist. */
    static void check(CommandSpec command, String option, Path file, Set<String> extensions) {
        if (file == null) {
            return;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (!extensions.contains(name.substring(name.lastIndexOf('.') + 1))) {
            throw new ParameterException(command.commandLine(), "Invalid value for option '" + option + "': " + file
                    + " needs one of the extensions " + String.join(", ", extensions.stream().sorted().toList()));
        }
        checkFolder(file);
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
