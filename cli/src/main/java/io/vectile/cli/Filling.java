package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.text.Format;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.Vectors;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * How the vectors of a build come into its index: row r with the id r, at once or piece by piece with a save after each.
 *
 * @param vectors all of them
 * @param file    where they lie, if the index is to refer to them there; null if it keeps what it needs
 */
record Filling(Vectors vectors, Path file, BuildOptions options) {

    /** The first row that an index does not hold. */
    long next(Index index) {
        return index.largestId() + 1;
    }

    /** Adds rows, of which progress tells as a part of all. */
    void add(Index index, long from, long to) {
        BuildOptions counting = options.withProgress(new PartOfAll(options.progress(), from, vectors.n()));
        if (file == null) {
            index.add(vectors.rows(from, to), counting);
        } else if (to > from) {
            index.addRowsOf(file, from, to, counting);
        }
    }

    /** An index as it is opened from the file in which this saves it: what was in memory is there. */
    Index saved(Index index, Path out) {
        index.save(out, options);
        return Index.open(out, options);
    }

    /**
     * Adds the rows that are missing, and saves after each piece. What was saved is opened in the place of what was in memory,
     * so that this never holds more than the codes of one piece.
     *
     * @param index as it was opened from the file
     * @param piece how many rows
     * @return the index as it is opened from the file then
     */
    Index fill(Index index, int piece, Path out) {
        Index current = index;
        long n = vectors.n();
        long from = next(index);
        try {
            while (from < n) {
                long to = Math.min(from + piece, n);
                add(current, from, to);
                current = saved(current, out);
                from = to;
            }
        } catch (CancelledException | VectorFileException | UncheckedIOException e) {
            throw new CommandFailure(FailureText.of(e) + "; " + out + " holds the first " + Format.count(from) + " of " + Format.count(n)
                    + " vectors, and the same command with --resume goes on from there", e);
        }
        return current;
    }

    /** Progress of a piece, told as that of the whole. */
    private record PartOfAll(Progress whole, long before, long total) implements Progress {
        @Override
        public void update(String stage, long done, long piece) {
            whole.update(stage, before + done, total);
        }

        @Override
        public boolean cancelled() {
            return whole.cancelled();
        }
    }
}
