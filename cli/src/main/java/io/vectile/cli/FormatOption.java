package io.vectile.cli;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How an index is written. */
final class FormatOption {
    private static final String NATIVE_EXTENSION = ".vtl";

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "How the index is written: vectile, the native file, which opens in milliseconds, or faiss, which "
                    + "faiss.read_index opens. Default: vectile where the file is called .vtl, faiss otherwise.")
    private IndexFile.Kind kind;

    /** The format of a file that is to be written: what was asked for, or else what its name says. */
    IndexFile.Kind of(Path file) {
        if (kind != null) {
            return kind;
        }
        boolean named = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(NATIVE_EXTENSION);
        return named ? IndexFile.Kind.VECTILE : IndexFile.Kind.FAISS;
    }
}
