package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.cli.text.Format;
import io.vectile.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Files of indexes: the one place that knows which formats there are. */
final class IndexFile {
    private IndexFile() {}

    /** How an index lies in a file. */
    enum Kind {
        FAISS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException("\"" + word + "\" is no format of index files; there is "
                            + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))));
        }
    }

    static Index open(Path file, BuildOptions options) {
        return FaissFiles.read(file, options);
    }

    static void write(Index index, Path file, Kind kind, BuildOptions options) {
        switch (kind) {
            case FAISS -> FaissFiles.write(index, file, options);
        }
    }

    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file that was just written holds, on one line. */
    static String line(Path file, Index index) {
        return file + ": " + index.spec() + " (" + index.metric().word() + "), " + Format.count(index.ntotal())
                + " vectors of " + index.d() + " numbers, " + (index.isTrained() ? "" : "not trained, ")
                + Format.count(bytes(file)) + " bytes";
    }
}
