package io.vectile.faiss;

import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Parallel;
import io.vectile.file.SourceFile;
import io.vectile.kernel.Kernels;
import io.vectile.storage.ListLoader;
import io.vectile.storage.ListLoader.IdRange;

/** Reads lists of a file piece by piece, several pieces at once, each once. */
final class ListReader {
    /** Bytes of codes that one thread takes at a time. */
    private static final int PIECE_BYTES = 1 << 17;
    /** Pieces that one thread takes in a row: small lists side by side are one read. */
    private static final int ROW = 32;

    private final SourceFile file;
    private final FaissNode.InvertedLists lists;
    private final Parallel parallel;
    private final Meter meter;
    /** Vectors of a piece: whole blocks, or all of the longest list. */
    private final int piece;
    private final long[] pieces;

    ListReader(SourceFile file, FaissNode.InvertedLists lists, Parallel parallel, Meter meter) {
        this.file = file;
        this.lists = lists;
        this.parallel = parallel;
        this.meter = meter;
        long longest = 1;
        for (long size : lists.sizes()) {
            longest = Math.max(longest, size);
        }
        int blocks = Math.max(1, PIECE_BYTES / lists.codeSize() / Kernels.BLOCK);
        this.piece = (int) Math.min(longest, (long) blocks * Kernels.BLOCK);
        this.pieces = pieces();
    }

    /** Each piece as the place of its first vector, counted in pieces. */
    private long[] pieces() {
        long count = 0;
        for (long size : lists.sizes()) {
            count += (size + piece - 1) / piece;
        }
        long[] all = new long[Math.toIntExact(count)];
        int next = 0;
        for (int l = 0; l < lists.sizes().length; l++) {
            for (long from = 0; from < lists.sizes()[l]; from += piece) {
                all[next++] = Places.of(l, from / piece);
            }
        }
        return all;
    }

    /** The most vectors of one piece. */
    int piece() {
        return piece;
    }

    /** What is done with the codes of a piece. */
    interface Codes {
        /** Whether more are of use; the rest is not read then. */
        default boolean wanted() {
            return true;
        }

        /** @param codes n codes, row-major, from {@code at} */
        void take(int list, long position, byte[] codes, int at, int n);
    }

    /** What is done with codes by one thread. */
    interface CodesOfThread {
        Codes start();
    }

    /** Reads all codes, and where there is room for them, the ids; these are given back as long as they fit. */
    IdRange read(CodesOfThread codes, ListLoader.Ids ids) {
        Worker[] workers = new Worker[parallel.parallelism()];
        parallel.forEach(pieces.length, ROW, (worker, from, to) -> {
            if (workers[worker] == null) {
                workers[worker] = new Worker(codes == null ? null : codes.start(), ids);
            }
            for (int p = (int) from; p < to; p++) {
                workers[worker].run(Places.listOf(pieces[p]), Places.offsetOf(pieces[p]) * piece);
            }
        });
        IdRange range = IdRange.NONE;
        for (Worker worker : workers) {
            range = worker == null ? range : range.and(worker.range);
        }
        return range;
    }

    /** One thread's scratch. */
    private final class Worker {
        private final Codes codes;
        private final ListLoader.Ids ids;
        private final FileWindow window = new FileWindow(file, piece * (lists.codeSize() + Long.BYTES));
        private final long[] longs = new long[piece];
        private final int[] ints = new int[piece];
        private IdRange range = IdRange.NONE;

        Worker(Codes codes, ListLoader.Ids ids) {
            this.codes = codes;
            this.ids = ids;
        }

        void run(int list, long from) {
            int n = (int) Math.min(piece, lists.sizes()[list] - from);
            if (codes != null && codes.wanted()) {
                int at = window.at(lists.starts()[list] + from * lists.codeSize(), n * lists.codeSize());
                codes.take(list, from, window.bytes(), at, n);
                meter.add(n);
            }
            if (ids != null) {
                window.longs(window.at(lists.idsAt(list) + from * Long.BYTES, n * Long.BYTES), longs, n);
                range = range.and(IdRange.of(longs, n));
                setIds(list, from, n);
            }
        }

        /** Ids that turn out not to fit are read again, into more room. */
        private void setIds(int list, long from, int n) {
            if (ids.isWide()) {
                ids.set(list, from, longs, n);
            } else if (!range.isWide()) {
                for (int i = 0; i < n; i++) {
                    ints[i] = (int) longs[i];
                }
                ids.set(list, from, ints, n);
            }
        }
    }
}
