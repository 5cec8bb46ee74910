package io.vectile.benchmarks;

import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.RangeNeighbors;
import io.vectile.SearchOptions;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Vectile's side of {@code benchmarks/cross-check}, which exchanges index files with Faiss and compares all answers. A
 * folder holds cases, each a folder of its own:
 *
 * <table>
 * <caption>Files of a case</caption>
 * <tr><th>file</th><th>holds</th></tr>
 * <tr><td>given.index</td><td>the index that the one side made and the other reads</td></tr>
 * <tr><td>query.npy</td><td>float32 (n, d)</td></tr>
 * <tr><td>case.properties</td><td>k and radius of the search; about: what the index is made of; largest: the greatest length
 * of a vector that it holds</td></tr>
 * <tr><td>ids.npy, distances.npy</td><td>Vectile's k nearest, int64 and float32 (n, k)</td></tr>
 * <tr><td>lims.npy, range_ids.npy, range_distances.npy</td><td>what Vectile finds within the radius, of query i from
 * lims[i] to lims[i + 1]</td></tr>
 * <tr><td>again.index</td><td>an index of Faiss, as Vectile writes it again</td></tr>
 * <tr><td>error.txt</td><td>what went wrong</td></tr>
 * </table>
 */
public final class CrossCheck {
    /** Of so many indexes that Vectile makes, one is a file of Faiss to which vectors are added. */
    private static final int GROWN = 4;
    private static final int QUERIES = 8;

    private CrossCheck() {}

    /**
     * Answers the queries of all cases in {@code from-faiss}, then makes cases in {@code from-vectile}.
     *
     * @param args the folder, how many cases to make, and the seed
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<Path> given = cases(folder.resolve("from-faiss"));
        for (Path at : given) {
            guarded(at, () -> answer(at));
        }
        Random random = new Random(Long.parseLong(args[2]));
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            Path at = folder.resolve("from-vectile").resolve("%04d".formatted(i));
            Files.createDirectories(at);
            Random own = new Random(random.nextLong());
            Path grown = i % GROWN == 0 && !given.isEmpty() ? given.get(own.nextInt(given.size())) : null;
            guarded(at, () -> make(at, grown, own));
        }
    }

    private static List<Path> cases(Path folder) throws IOException {
        try (Stream<Path> cases = Files.list(folder)) {
            return cases.sorted().toList();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** One case that fails is no reason to leave out the others. */
    private static void guarded(Path at, Step step) throws IOException {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(at.resolve("error.txt")))) {
                e.printStackTrace(out);
            }
        }
    }

    private static Properties about(Path at) throws IOException {
        Properties about = new Properties();
        try (Reader in = Files.newBufferedReader(at.resolve("case.properties"))) {
            about.load(in);
        }
        return about;
    }

    private static void answer(Path at) throws IOException {
        Properties about = about(at);
        Index index = FaissFiles.read(at.resolve("given.index"));
        if (index.isTrained()) {
            writeAnswers(index, VectorFiles.open(at.resolve("query.npy")), Integer.parseInt(about.getProperty("k")),
                    Float.parseFloat(about.getProperty("radius")), at);
        }
        FaissFiles.write(index, at.resolve("again.index"));
    }

    private static void make(Path at, Path grown, Random random) throws IOException {
        RandomIndex made = grown == null
                ? RandomIndex.made(random)
                : RandomIndex.grown(grown.resolve("given.index"), Float.parseFloat(about(grown).getProperty("largest")),
                        random);
        Properties about = new Properties();
        about.setProperty("about", made.about());
        about.setProperty("largest", String.valueOf(made.largestNorm()));
        Index index = made.index();
        if (index.isTrained()) {
            Vectors queries = made.queries(QUERIES, random);
            int k = 1 + random.nextInt(50);
            float radius = radius(index, queries, k);
            about.setProperty("k", String.valueOf(k));
            about.setProperty("radius", String.valueOf(radius));
            VectorFiles.write(at.resolve("query.npy"), queries);
            writeAnswers(index, queries, k, radius, at);
        }
        FaissFiles.write(index, at.resolve("given.index"));
        try (Writer out = Files.newBufferedWriter(at.resolve("case.properties"))) {
            about.store(out, null);
        }
    }

    /** One within which some queries find few vectors and some find many. */
    private static float radius(Index index, Vectors queries, int k) {
        Neighbors found = index.search(queries, k);
        float[] last = new float[found.queries()];
        int n = 0;
        for (int q = 0; q < last.length; q++) {
            for (int i = k - 1; i >= 0; i--) {
                if (found.id(q, i) >= 0) {
                    last[n++] = found.distance(q, i);
                    break;
                }
            }
        }
        Arrays.sort(last, 0, n);
        return n == 0 ? 1f : last[n / 2];
    }

    /** Queries one by one, and all in one call: both ways must say the same. */
    private static void writeAnswers(Index index, Vectors queries, int k, float radius, Path at) {
        Neighbors found = index.search(queries, k);
        RangeNeighbors within = index.rangeSearch(queries, radius, SearchOptions.defaults());
        int n = found.queries();
        long[] ids = new long[n * k];
        float[] distances = new float[n * k];
        long[] lims = new long[n + 1];
        for (int q = 0; q < n; q++) {
            System.arraycopy(found.ids(q), 0, ids, q * k, k);
            System.arraycopy(found.distances(q), 0, distances, q * k, k);
            lims[q + 1] = lims[q] + within.size(q);
            requireSame(index.search(row(queries, q), k), found, q);
        }
        long[] rangeIds = new long[(int) lims[n]];
        float[] rangeDistances = new float[rangeIds.length];
        for (int q = 0; q < n; q++) {
            System.arraycopy(within.ids(q), 0, rangeIds, (int) lims[q], within.size(q));
            System.arraycopy(within.distances(q), 0, rangeDistances, (int) lims[q], within.size(q));
        }
        VectorFiles.writeInts(at.resolve("ids.npy"), IntVectors.of(ids, k));
        VectorFiles.write(at.resolve("distances.npy"), Vectors.of(distances, k));
        VectorFiles.writeInts(at.resolve("lims.npy"), IntVectors.of(lims, 1));
        VectorFiles.writeInts(at.resolve("range_ids.npy"), IntVectors.of(rangeIds, 1));
        VectorFiles.write(at.resolve("range_distances.npy"), Vectors.of(rangeDistances, 1));
    }

    private static float[] row(Vectors queries, int q) {
        float[] row = new float[queries.d()];
        queries.copyRows(q, 1, row, 0);
        return row;
    }

    private static void requireSame(Neighbors one, Neighbors all, int q) {
        if (!Arrays.equals(one.ids(0), all.ids(q)) || !Arrays.equals(one.distances(0), all.distances(q))) {
            throw new IllegalStateException("query " + q + " alone finds " + Arrays.toString(one.ids(0)) + " at "
                    + Arrays.toString(one.distances(0)) + ", among others " + Arrays.toString(all.ids(q)) + " at "
                    + Arrays.toString(all.distances(q)));
        }
    }
}
