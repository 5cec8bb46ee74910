package io.vectile.stress.races;

import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.IndexSpec;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.stress.Fault;
import io.vectile.stress.Subject;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * Tiny indexes by the million. Each is opened from a Faiss file, which costs less than training, and leaves bound rows
 * unwritten. Every second one has some of its vectors in tails.
 *
 * <p>The first {@value #HELD} ids are there. The vector of an id is {@link #vector near}, or {@link #vector far} once updated.
 */
final class Templates {
    static final int D = 4;
    static final int HELD = 4;
    static final BuildOptions BUILD = BuildOptions.defaults().withThreads(1);
    static final SearchOptions ALL = SearchOptions.defaults().withNprobe(4);
    static final float[] ORIGIN = new float[D];

    /** Which fault to plant: the tests of the tests set it. */
    private static final Fault FAULT = Fault.of(System.getProperty("vectile.stress.plant", Fault.NONE.word()));
    private static final String[] SPECS = {"Flat", "PQ2x4", "IVF3,Flat", "IVF3,PQ2x4", "IVF3,PQ2,RFlat"};
    private static final int MANY = 300;
    /** A near vector's squared length is below, a far one's above. */
    private static final float BETWEEN = 2000;

    private static final List<Path> SMALL = new ArrayList<>();
    private static final List<Path> HALF = new ArrayList<>();
    private static final Path LARGE;
    private static final AtomicInteger NEXT = new AtomicInteger();

    static {
        try {
            // Of the run, so that the many JVMs of one do not train each.
            Path folder = Files.createDirectories(Path.of("templates"));
            for (String spec : SPECS) {
                SMALL.add(file(folder, spec, LongStream.range(0, HELD).toArray()));
                HALF.add(file(folder, spec, LongStream.range(0, HELD / 2).toArray()));
            }
            LARGE = file(folder, "IVF3,PQ2", LongStream.range(0, MANY).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the nearest are in an index of many, whose rows are written before it is asked. */
    static final Neighbors EXPECTED_OF_MANY = expected();

    private Templates() {}

    private static Path file(Path folder, String spec, long[] ids) {
        Path file = folder.resolve(spec + "." + ids.length);
        if (!Files.exists(file)) {
            Index index = Index.of(spec, D);
            index.train(training());
            index.add(vectors(0, ids), ids);
            FaissFiles.write(index, file, BUILD);
        }
        return file;
    }

    private static Neighbors expected() {
        Index index = many();
        index.search(ORIGIN, MANY, ALL);
        return index.search(ORIGIN, 5, ALL);
    }

    private static Vectors training() {
        SplittableRandom random = new SplittableRandom(1);
        float[] rows = new float[400 * D];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(12) + 30 * (i / D % 2); // near and far, as vectors are
        }
        return Vectors.of(rows, D);
    }

    /** The next index: another spec each time, with tails every second time. */
    static Subject next() {
        int n = NEXT.getAndIncrement() & Integer.MAX_VALUE;
        int spec = n % SPECS.length;
        if (n / SPECS.length % 2 == 0) {
            return FAULT.in(FaissFiles.read(SMALL.get(spec), BUILD));
        }
        Index index = FaissFiles.read(HALF.get(spec), BUILD);
        long[] rest = LongStream.range(HELD / 2, HELD).toArray();
        index.add(vectors(0, rest), rest, BUILD);
        return FAULT.in(index);
    }

    /** An index without vectors, trained as that. */
    static Index emptied(Index like) {
        for (int s = 0; s < SPECS.length; s++) {
            if (like.spec().equals(IndexSpec.parse(SPECS[s]))) {
                Index index = FaissFiles.read(HALF.get(s), BUILD);
                index.remove(0, 1);
                return index;
            }
        }
        throw new IllegalStateException("no template for " + like);
    }

    /** An index of lists long enough for their bounds to matter, whose bound rows are yet to be written. */
    static Index many() {
        return FaissFiles.read(LARGE, BUILD);
    }

    /** @param far 0 for vectors near the origin; other numbers for others, which are not */
    static Vectors vectors(int far, long... ids) {
        float[] rows = new float[ids.length * D];
        for (int i = 0; i < ids.length; i++) {
            for (int e = 0; e < D; e++) {
                rows[i * D + e] = (ids[i] * 7 + e * 5) % 12 + 30 * far;
            }
        }
        return Vectors.of(rows, D);
    }

    static Neighbors search(Subject subject) {
        return subject.index().search(ORIGIN, 4 * HELD, ALL);
    }

    /** How many answered ids are from {@code from} to {@code to}, exclusive. */
    static int count(Neighbors found, long from, long to) {
        int count = 0;
        for (long id : found.ids(0)) {
            count += id >= from && id < to ? 1 : 0;
        }
        return count;
    }

    /** How many near or far vectors were answered for ids below {@code to}. */
    static int count(Neighbors found, long to, boolean far) {
        int count = 0;
        for (int i = 0; i < found.k(); i++) {
            count += found.id(0, i) >= 0 && found.id(0, i) < to && found.distance(0, i) > BETWEEN == far ? 1 : 0;
        }
        return count;
    }
}
