package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.cli.text.Format;
import io.vectile.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
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
        VECTILE,
        FAISS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException("\"" + word + "\" is no format of index files; there are "
                            + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))));
        }
    }

    /**
     * Opens an index of either kind, by what the file holds, whatever it is called. What is of neither kind is left to the
     * reader of native files, which says what it seems to be.
     */
    static Index open(Path file, BuildOptions options) {
        return switch (kindOf(file)) {
            case VECTILE -> Index.open(file, options);
            case FAISS -> FaissFiles.read(file, options);
        };
    }

    /**
     * Opens an index that is to be written again. All checksums are compared first: what is damaged would lie in the new file
     * under checksums that match.
     */
    static Index openVerified(Path file, BuildOptions options) {
        if (kindOf(file) == Kind.VECTILE) {
            Index.verify(file, options.progress());
        }
        return open(file, options);
    }

    /** Faiss's files begin with four letters, an I first; those of vectors, which have none, hold zeros there. */
    static Kind kindOf(Path file) {
        byte[] head = new byte[4];
        if (!Files.isRegularFile(file)) {
            return Kind.VECTILE;
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(head, 0, head.length) < head.length) {
                return Kind.VECTILE;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean letters = head[0] == 'I';
        for (byte b : head) {
            letters &= b > ' ' && b <= '~';
        }
        return letters ? Kind.FAISS : Kind.VECTILE;
    }

    static void write(Index index, Path file, Kind kind, BuildOptions options) {
        switch (kind) {
            case VECTILE -> index.save(file, options);
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
