package io.vectile.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The libraries, and what of each is measured. Graphs are built with M = 16 and efConstruction = 100. JVector's are measured
 * with 16 edges a node, with 32, which is what M = 16 means to HNSW on its lowest level, and in the way that JVector is fastest:
 * walked by codes.
 */
enum Library {
    VECTILE("Vectile") {
        @Override
        List<Candidate> candidates(long rows, List<String> specs) {
            List<String> usual = List.of("IVF" + cells(rows) + ",PQ16,RFlat", "PQ8", "Flat");
            List<String> chosen = specs.isEmpty() ? usual : specs;
            return chosen.stream().map(spec -> new Candidate(spec, new VectilePeer(spec), settings(spec))).toList();
        }
    },
    JVECTOR("JVector") {
        @Override
        List<Candidate> candidates(long rows, List<String> specs) {
            JVectorGraph wide = new JVectorGraph(32);
            List<String> settings = each("rerankK", 10, 15, 20, 30, 50, 80, 150);
            return List.of(new Candidate("graph M=16", new JVectorGraph(16), settings),
                    new Candidate("graph M=32", wide, settings),
                    new Candidate("graph M=32, PQ32", new JVectorCodedGraph(wide, 32), settings),
                    new Candidate("PQ8", new JVectorScan(8), List.of("")));
        }
    },
    LUCENE("Lucene") {
        @Override
        List<Candidate> candidates(long rows, List<String> specs) {
            List<String> settings = each("k", 10, 20, 30, 40, 50, 80, 150);
            return List.of(new Candidate("HNSW M=16", new LucenePeer(LucenePeer.Kept.FLOATS), settings),
                    new Candidate("HNSW M=16, 7 bits, floats", new LucenePeer(LucenePeer.Kept.SEVEN_BITS), settings));
        }
    },
    HNSWLIB("hnswlib-core") {
        @Override
        List<Candidate> candidates(long rows, List<String> specs) {
            return List.of(new Candidate("HNSW M=16", new HnswlibPeer(), each("ef", 10, 20, 30, 40, 60, 80, 160)));
        }
    };

    private final String label;

    Library(String label) {
        this.label = label;
    }

    /**
     * An index to build, and the settings to search it with.
     *
     * @param index    what the tables call it
     * @param settings words for {@link Peer#search}, from the fastest to the most exact
     */
    record Candidate(String index, Peer peer, List<String> settings) {}

    /**
     * What is measured, in this order, in one process.
     *
     * @param rows  in the base, by which cells are chosen
     * @param specs of this library's indexes; empty for the usual ones
     */
    abstract List<Candidate> candidates(long rows, List<String> specs);

    /** What the tables call it. */
    String label() {
        return label;
    }

    /**
     * By its name on the command line.
     *
     * @throws IllegalArgumentException if there is none such
     */
    static Library named(String name) {
        for (Library library : values()) {
            if (library.name().toLowerCase(Locale.ROOT).equals(name)) {
                return library;
            }
        }
        throw new IllegalArgumentException("no library \"" + name + "\"; there are " + List.of(values()));
    }

    /** The power of two nearest to twice the root of the rows, the middle of Faiss's advice for up to a million. */
    static int cells(long rows) {
        return 1 << Math.max(0, (int) Math.round(Math.log(2 * Math.sqrt(rows)) / Math.log(2)));
    }

    /** For cells with originals, more cells and more candidates step by step; for the rest, what there is to set. */
    private static List<String> settings(String spec) {
        boolean cells = spec.contains("IVF");
        boolean refined = spec.contains("RFlat");
        if (!cells) {
            return refined ? each("k_factor", 2, 4, 8, 16) : List.of("");
        }
        if (!refined) {
            return each("nprobe", 4, 8, 16, 32, 64, 128);
        }
        List<String> settings = new ArrayList<>();
        for (int[] pair : new int[][] {{16, 3}, {24, 3}, {32, 4}, {48, 6}, {64, 8}, {96, 8}, {96, 12}, {128, 16}}) {
            settings.add("nprobe=" + pair[0] + ",k_factor=" + pair[1]);
        }
        return settings;
    }

    private static List<String> each(String name, int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> name + "=" + number).toList();
    }
}
