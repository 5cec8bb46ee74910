package io.vectile.fuzz;

import io.vectile.Index;
import io.vectile.IndexBuilder;
import io.vectile.TrainingOptions;
import io.vectile.fuzz.NativeContainer.Section;
import io.vectile.vectors.Metric;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Sound native files, small ones, of every kind of index and section. */
final class NativeSeeds {
    /** A file of vectors beside the one that is tried; seeds refer to it. */
    static final String ROWS_FILE = "rows.fvecs";

    /** One block and a narrow one. */
    private static final int N = 70;
    private static final int D = 4;
    private static final int LARGE = 1100;
    private static final String[] SPECS = {
        "Flat", "PQ2x4", "PQ2x6", "PQ4x3", "IVF4,Flat", "IVF4,PQ2x4", "IVF4,PQ2x3,RFlat", "Flat,RFlat", "PQ2x4,RFlat",
        "L2norm,Flat", "Center,PQ2x3", "PCAWR3,Flat", "PCA2,IVF3,PQ2x3", "RR3,Flat", "OPQ2,IVF4,PQ2x3",
    };
    /** Of one number and one codebook, which would fill a larger file. */
    private static final String[] LONG_CODES = {"PQ1", "PQ1x9", "IVF2,PQ1", "PQ1x12"};
    private static final TrainingOptions TRAINING = new TrainingOptions(1, 2, 2, 1 << 20);

    private NativeSeeds() {}

    /** Some files: checksums stop nearly every change of one, whatever else is in it. */
    static Stream<byte[]> files() throws IOException {
        List<List<Section>> sections = sections();
        return IntStream.range(0, sections.size()).filter(i -> i % 5 == 0).mapToObj(i -> NativeContainer.file(sections.get(i), 0));
    }

    /** Files and sections. */
    static Stream<byte[]> inputs() throws IOException {
        List<List<Section>> sections = sections();
        Stream<byte[]> later = sections.stream().filter(list -> list.size() > 4).limit(6).map(NativeSeeds::ofLaterVersion);
        return Stream.concat(later, sections.stream()
                .flatMap(list -> Stream.of(NativeContainer.file(list, 0), NativeContainer.input(list))));
    }

    /** More in each section, and a section that this version does not know. */
    private static byte[] ofLaterVersion(List<Section> sections) {
        List<Section> more = new ArrayList<>(sections.stream()
                .map(section -> new Section(section.name(), section.flags(), Arrays.copyOf(section.bytes(), section.bytes().length + 8)))
                .toList());
        more.add(2, new Section("MORE", 0, new byte[] {1, 2, 3}));
        byte[] input = NativeContainer.input(more);
        return ByteBuffer.allocate(1 + input.length).put((byte) 1).put(input).array();
    }

    static Vectors referredRows() {
        return rows(N, D, false);
    }

    private static List<List<Section>> sections() throws IOException {
        List<List<Section>> seeds = new ArrayList<>();
        for (String spec : SPECS) {
            Metric[] metrics = spec.endsWith("Flat") || spec.startsWith("IVF4,PQ2x4") ? Metric.values() : new Metric[] {Metric.L2};
            for (Metric metric : metrics) {
                for (Kind kind : metric == Metric.L2 ? Kind.values() : new Kind[] {Kind.SPARSE}) {
                    seeds.add(saved(kind.of(spec, D, metric)));
                }
            }
        }
        for (String spec : LONG_CODES) {
            seeds.add(saved(Kind.SPARSE.of(spec, 1, Metric.L2)));
        }
        seeds.add(saved(Kind.SPARSE.of("PQ8", 8, Metric.L2))); // whose blocks are first looked at with small tables
        seeds.add(withOtherNumbers(saved(Kind.SPARSE.of("PQ1", 1, Metric.L2))));
        for (String spec : List.of("Flat", "IVF4,Flat", "PQ4x3,RFlat")) {
            seeds.add(saved(ofBytes(spec)));
        }
        for (String spec : List.of("IVF4,Flat", "IVF4,PQ2x4")) { // as they are not by default
            seeds.add(saved(filled(Index.builder(D).spec(spec).residual(spec.endsWith("Flat")).training(TRAINING).build())));
        }
        for (String spec : List.of("IVF2,PQ1x1", "PQ1x1,RFlat")) {
            seeds.add(saved(large(spec)));
        }
        seeds.add(saved(uneven("IVF4,PQ2x3")));
        for (String spec : List.of("Flat,RFlat", "IVF4,PQ2x3,RFlat")) {
            seeds.add(saved(referring(spec)));
        }
        for (String spec : List.of("Flat", "IVF4,PQ2x3")) { // as no index here would write them, but a reader must read them
            List<Section> counted = saved(filled(Index.builder(D).spec(spec).training(TRAINING).build()));
            seeds.add(withPlainIds(counted, 2, Integer.BYTES));
            seeds.add(withPlainIds(counted, 3, Long.BYTES));
        }
        return seeds;
    }

    /** Codes of one byte, and so many that coded ids have samples. */
    private static Index large(String spec) {
        Index index = Index.builder(1).spec(spec).residual(false).training(TRAINING).build();
        Vectors rows = rows(LARGE, 1, true);
        index.train(rows);
        index.add(rows, LongStream.range(0, LARGE).map(i -> 3 * i).toArray());
        return index;
    }

    /** Cells that bfloats do not hold, as one dimension is far larger than the others. */
    private static Index uneven(String spec) {
        Index index = Index.builder(D).spec(spec).training(TRAINING).build();
        float[][] rows = new float[N][];
        for (int i = 0; i < N; i++) {
            rows[i] = referredRows().row(i);
            rows[i][0] += 1 << 20;
        }
        index.train(rows);
        index.add(rows);
        return index;
    }

    private static List<Section> saved(Index index) throws IOException {
        Path file = Files.createTempFile("seed", ".vtl");
        try {
            index.save(file);
            return withoutFolder(NativeContainer.sections(Files.readAllBytes(file)));
        } finally {
            Files.delete(file);
        }
    }

    private static Index filled(Index index) {
        index.train(rows(N, index.d(), false));
        index.add(rows(N, index.d(), false));
        return index;
    }

    private static Index ofBytes(String spec) {
        Index index = Index.builder(D).spec(spec).training(TRAINING).build();
        index.train(rows(N, D, true));
        index.add(rows(N, D, true));
        index.remove(3, 4, 5);
        return index;
    }

    private static Index referring(String spec) throws IOException {
        Path folder = Files.createTempDirectory("seed");
        Path file = folder.resolve(ROWS_FILE);
        try {
            VectorFiles.write(file, referredRows());
            Index index = Index.builder(D).spec(spec).training(TRAINING).build();
            index.train(referredRows());
            index.addRowsOf(file);
            index.add(rows(2, D, false));
            return index;
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** The path that it refers to is that of one run; the name is looked for beside the file. */
    private static List<Section> withoutFolder(List<Section> sections) {
        return sections.stream().map(section -> !section.name().equals("ROWS") ? section : section(section,
                ByteBuffer.allocate(12 + ROWS_FILE.length()).order(ByteOrder.LITTLE_ENDIAN).put(section.bytes(), 0, 8)
                        .putInt(ROWS_FILE.length()).put(ROWS_FILE.getBytes(StandardCharsets.US_ASCII)))).toList();
    }

    private static Section section(Section section, ByteBuffer bytes) {
        return new Section(section.name(), section.flags(), bytes.array());
    }

    /** Codewords of one subspace that had other numbers in the file that they came from: counted from the last. */
    private static List<Section> withOtherNumbers(List<Section> sections) {
        List<Section> changed = new ArrayList<>();
        for (Section section : sections) {
            if (section.name().equals("BOOK")) {
                int length = section.bytes().length;
                byte[] book = Arrays.copyOf(section.bytes(), length + 256);
                book[16] = 1;
                for (int c = 0; c < 256; c++) {
                    book[length + c] = (byte) (255 - c);
                }
                changed.add(new Section(section.name(), section.flags(), book));
            } else {
                changed.add(section);
            }
        }
        return changed;
    }

    /** Ids 0, 1, 2, ... over all lists, of a kind that needs no number. */
    private static List<Section> withPlainIds(List<Section> sections, int kind, int width) {
        List<Section> changed = new ArrayList<>();
        for (Section section : sections) {
            if (section.name().equals("LIST")) {
                ByteBuffer list = ByteBuffer.wrap(section.bytes().clone()).order(ByteOrder.LITTLE_ENDIAN);
                int lists = list.getInt(0);
                int starts = list.getInt(12) == 1 ? (lists + 1) * Long.BYTES : 0;
                list.putInt(12, kind).putLong(16, 0);
                int head = 64 + (lists + 1) * Long.BYTES;
                ByteBuffer without = ByteBuffer.allocate(list.capacity() - starts).put(list.slice(0, head));
                changed.add(section(section, without.put(list.slice(head + starts, without.remaining()))));
            } else if (!section.name().equals("IDSS")) {
                changed.add(section);
            }
        }
        ByteBuffer ids = ByteBuffer.allocate(N * width).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.range(0, N).forEach(id -> ids.putInt(id * width, id));
        changed.add(new Section("IDSS", 1, ids.array()));
        return changed;
    }

    /** How far an index has come. */
    private enum Kind {
        UNTRAINED {
            @Override
            void fill(Index index) {}
        },
        EMPTY {
            @Override
            void fill(Index index) {
                index.train(rows(training(index), index.d(), false));
            }
        },
        FILLED {
            @Override
            void fill(Index index) {
                filled(index);
            }
        },
        /** Few vectors under ids of their own, not in their order. */
        SPARSE {
            @Override
            void fill(Index index) {
                EMPTY.fill(index);
                index.add(rows(4, index.d(), false), LongStream.of(7, 1L << 40, 8, 5).toArray());
            }
        };

        abstract void fill(Index index);

        Index of(String spec, int d, Metric metric) {
            IndexBuilder builder = Index.builder(d).spec(spec).metric(metric).nprobe(2).training(TRAINING);
            if (spec.endsWith("RFlat")) {
                builder.kFactor(2);
            }
            Index index = builder.build();
            fill(index);
            return index;
        }
    }

    /** As many rows as the largest codebook has centroids. */
    private static int training(Index index) {
        return index.d() == 1 ? 1 << 12 : index.d() == 8 ? 1 << 8 : N;
    }

    private static Vectors rows(int n, int d, boolean bytes) {
        Random random = new Random(n);
        float[] rows = new float[n * d];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = bytes ? random.nextInt(256) : (float) random.nextGaussian();
        }
        return Vectors.of(rows, d);
    }
}
