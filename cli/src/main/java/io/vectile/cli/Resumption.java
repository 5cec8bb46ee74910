package io.vectile.cli;

import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Opens the index that an earlier build began, and makes sure that going on with it ends where that would have ended. */
final class Resumption {
    /** As the library calls a file that is not whole yet: a dot, the name, a random UUID. */
    private static final String HALF_WRITTEN = "\\.%s\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp";

    private static final int COMPARED = 16;

    private final Path file;
    private final Terminal terminal;

    Resumption(Path file, Terminal terminal) {
        this.file = file;
        this.terminal = terminal;
    }

    /**
     * Opens it.
     *
     * @param asked   the index that would be built
     * @param filling how
     * @return null where nothing was begun
     */
    Index open(Index asked, Filling filling) {
        if (!Files.exists(file)) {
            removeHalfWritten();
            return null;
        }
        if (IndexFile.kindOf(file) == IndexFile.Kind.FAISS) {
            throw new CommandFailure(file + ": this is a file of Faiss; --resume goes on from files of the format vectile");
        }
        Index begun = IndexFile.openVerified(file, filling.options());
        requireAlike(asked, begun);
        requireRows(begun, filling);
        requireSameVectors(begun, filling);
        removeHalfWritten();
        terminal.out().println(file + ": holds " + Format.count(begun.ntotal()) + " of " + Format.count(filling.vectors().n())
                + " vectors; going on from vector " + filling.next(begun));
        return begun;
    }

    private void requireAlike(Index asked, Index begun) {
        String there = words(begun);
        String wanted = words(asked);
        if (!there.equals(wanted)) {
            throw new CommandFailure(file + ": this is " + there + "; " + wanted
                    + " was asked for, and --resume goes on with what was begun");
        }
    }

    private static String words(Index index) {
        return index.spec() + " (" + index.metric().word() + ") of d = " + index.d() + " with nprobe=" + index.nprobe() + ",k_factor="
                + index.kFactor();
    }

    private void requireRows(Index begun, Filling filling) {
        long next = filling.next(begun);
        if (begun.ntotal() != next) {
            throw new CommandFailure(file + ": this holds " + begun.ntotal() + " vectors with ids up to " + begun.largestId()
                    + ", so that others than a build changed it; --resume goes on where vector i has id i");
        }
        if (next > filling.vectors().n()) {
            throw new CommandFailure(file + ": this holds " + next + " vectors already, and --base has " + filling.vectors().n());
        }
        boolean refers = begun.referredRows() > 0;
        if (next > 0 && begun.spec().refine() && refers != (filling.file() != null)) {
            throw new CommandFailure(file + ": this was begun with --originals " + (refers ? "file" : "copy")
                    + "; --resume goes on with the same");
        }
    }

    /**
     * Some of the rows, first and last among them, must be those that the index holds. Encoded again by the same training they
     * have the same codes, and so the same distance to the row; in an index opened for this, which is then forgotten. (What
     * was trained on shows in no row: that is taken as the file has it.)
     */
    private void requireSameVectors(Index begun, Filling filling) {
        long next = filling.next(begun);
        if (next == 0) {
            return;
        }
        long[] rows = LongStream.rangeClosed(0, COMPARED - 1).map(i -> i * (next - 1) / (COMPARED - 1)).distinct().toArray();
        boolean refers = begun.referredRows() > 0;
        Index again = refers ? begun : Index.open(file);
        for (int i = 0; i < rows.length; i++) {
            float[] row = filling.vectors().row(rows[i]);
            boolean same;
            if (refers) {
                same = Arrays.equals(row, begun.reconstruct(rows[i]));
            } else {
                again.add(Vectors.of(row, row.length), new long[] {next + i});
                double expected = distance(again, row, next + i);
                same = Math.abs(distance(again, row, rows[i]) - expected) <= 1e-4 * Math.abs(expected);
            }
            if (!same) {
                throw new CommandFailure(file + ": vector " + rows[i] + " of --base is not the vector " + rows[i]
                        + " that this holds; --resume goes on with the same --base");
            }
        }
    }

    private static double distance(Index index, float[] row, long id) {
        return index.search(row, 1, SearchOptions.defaults().withFilter(IdFilter.range(id, id + 1))).distance(0, 0);
    }

    /** A build that was killed while it saved could not do it. Who calls this holds the {@link TargetLock}: nobody writes them. */
    private void removeHalfWritten() {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Pattern name = Pattern.compile(HALF_WRITTEN.formatted(Pattern.quote(target.getFileName().toString())));
            try (DirectoryStream<Path> beside = Files.newDirectoryStream(target.getParent(),
                    path -> name.matcher(path.getFileName().toString()).matches())) {
                for (Path left : beside) {
                    Files.deleteIfExists(left);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
