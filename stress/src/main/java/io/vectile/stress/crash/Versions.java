package io.vectile.stress.crash;

import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.RangeNeighbors;
import io.vectile.SearchOptions;
import io.vectile.TrainingOptions;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * What is saved: version after version, each of another kind of index than the one before it, with ids that no other version
 * has, and with some vectors that no other has. Whoever knows the number can make the same again. For one thread.
 */
final class Versions {
    private static final String[] SPECS = {"Flat", "IVF16,PQ8", "IVF16,Flat", "PQ8,RFlat"};
    private static final int D = 16;
    private static final int OWN = 200;
    private static final int QUERIES = 5;
    private static final int K = 50;
    private static final SearchOptions ALL = SearchOptions.defaults().withNprobe(16).withThreads(1);
    private static final BuildOptions BUILD = BuildOptions.defaults().withThreads(1);

    private final Path folder;
    private final int n;
    private final Index[] filled = new Index[SPECS.length];

    /** @param n vectors in each version, at least {@value #OWN} */
    private Versions(Path folder, int n) {
        this.folder = folder;
        this.n = n;
    }

    /** Trains and fills what versions are made of; their files go into a folder, from which {@link #at} has them. */
    static Versions train(Path folder, int n) {
        Versions versions = new Versions(folder, n);
        for (int s = 0; s < SPECS.length; s++) {
            Index index = Index.builder(D).spec(SPECS[s]).training(new TrainingOptions(1, 3, 3, 256)).build();
            index.train(rows(0, 4000));
            FaissFiles.write(index, versions.file(s, "empty"));
            index.add(rows(1, n));
            FaissFiles.write(index, versions.file(s, "filled"));
        }
        return versions;
    }

    static Versions at(Path folder, int n) {
        return new Versions(folder, n);
    }

    private Path file(int spec, String name) {
        return folder.resolve(name + "-" + spec + ".index");
    }

    private static Vectors rows(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[count * D];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return Vectors.of(rows, D);
    }

    /** A version, ready to be saved: some are packed and some have tails and removed vectors. */
    Index make(long version) {
        int spec = (int) (version % SPECS.length);
        if (filled[spec] == null) {
            filled[spec] = FaissFiles.read(file(spec, "filled"), BUILD);
        }
        Index index = FaissFiles.read(file(spec, "empty"), BUILD);
        long first = version * n;
        index.merge(filled[spec], first);
        long[] ids = LongStream.range(0, OWN).map(i -> first + i * (n / OWN)).toArray();
        index.update(rows(1000 + version, OWN), ids, BUILD);
        if (version % 3 == 0) {
            index.compact();
        }
        return index;
    }

    /** The number of the version that an index claims to be. */
    long number(Index index) {
        return index.largestId() / n;
    }

    /**
     * Compares an index with a version, all of it: the ids and distances of all vectors.
     *
     * @return what differs, or null
     */
    String difference(Index index, long version) {
        if (index.ntotal() != n) {
            return "it has " + index.ntotal() + " vectors; version " + version + " has " + n;
        }
        Index expected = make(version);
        if (!index.spec().equals(expected.spec())) {
            return "it is " + index.spec() + "; version " + version + " is " + expected.spec();
        }
        Vectors queries = rows(2, QUERIES);
        Neighbors nearest = index.search(queries, K, ALL);
        if (!nearest.equals(expected.search(queries, K, ALL))) {
            return "the nearest of a query are not those of version " + version;
        }
        RangeNeighbors all = index.rangeSearch(queries.row(0), Float.MAX_VALUE / 2000, ALL);
        RangeNeighbors expectedAll = expected.rangeSearch(queries.row(0), Float.MAX_VALUE / 2000, ALL);
        if (all.size(0) != n || !Arrays.equals(all.ids(0), expectedAll.ids(0))
                || !Arrays.equals(all.distances(0), expectedAll.distances(0))) {
            return "its vectors are not those of version " + version;
        }
        return null;
    }
}
