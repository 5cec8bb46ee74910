package io.vectile.fuzz;

import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.IndexBuilder;
import io.vectile.TrainingOptions;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Sound files, small ones, from which the fuzzer makes damaged ones. */
final class Seeds {
    private static final int D = 8;
    private static final int N = 40;
    private static final String[] SPECS = {
        "Flat", "PQ4x3", "IVF4,Flat", "IVF9,PQ2x5", "L2norm,Flat", "Center,PQ4x3", "PCAWR4,PQ2x4", "RR6,Flat",
        "OPQ2_4,IVF4,PQ2x4", "PQ4x3,RFlat", "OPQ2,IVF4,PQ2x4,RFlat", "IVF4,Flat,RFlat",
    };
    /** Files that Faiss wrote, with what Vectile does not write of its own accord. */
    private static final Path FIXTURES = Path.of("..", "core", "src", "test", "resources", "faiss");
    /** A change somewhere in a larger file rarely hits a field. */
    private static final long LARGEST = 1 << 12;

    private Seeds() {}

    static Stream<byte[]> faissFiles() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        Path file = Files.createTempFile("seed", ".index");
        try {
            for (String spec : SPECS) {
                for (Metric metric : List.of(Metric.L2, Metric.COSINE)) {
                    for (Kind kind : Kind.values()) {
                        FaissFiles.write(kind.of(spec, metric), file);
                        seeds.add(Files.readAllBytes(file));
                    }
                }
            }
        } finally {
            Files.delete(file);
        }
        seeds.addAll(fixtures());
        return seeds.stream();
    }

    private static List<byte[]> fixtures() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files.filter(file -> file.toString().endsWith(".index")).filter(Seeds::isSmall).sorted()
                    .map(Seeds::read).toList();
        }
    }

    private static boolean isSmall(Path file) {
        return file.toFile().length() <= LARGEST;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How far an index has come. */
    private enum Kind {
        UNTRAINED {
            @Override
            void fill(Index index) {}
        },
        FILLED {
            @Override
            void fill(Index index) {
                index.train(rows(N));
                index.add(rows(N));
            }
        },
        /** Few vectors under ids of their own, so that most cells are empty. */
        SPARSE {
            @Override
            void fill(Index index) {
                index.train(rows(N));
                index.add(rows(3), LongStream.of(7, 1L << 40, 8).toArray());
            }
        };

        abstract void fill(Index index);

        Index of(String spec, Metric metric) {
            IndexBuilder builder = Index.builder(D).spec(spec).metric(metric).nprobe(2)
                    .training(new TrainingOptions(1, 2, 2, 256));
            if (spec.endsWith("RFlat")) {
                builder.kFactor(2);
            }
            Index index = builder.build();
            fill(index);
            return index;
        }
    }

    private static Vectors rows(int n) {
        Random random = new Random(n);
        float[] rows = new float[n * D];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return Vectors.of(rows, D);
    }
}
