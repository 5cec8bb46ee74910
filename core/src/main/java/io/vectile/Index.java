package io.vectile;

import io.vectile.cluster.Centroids;
import io.vectile.codec.PqCodec;
import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Progress;
import io.vectile.IndexWriter.State;
import io.vectile.contents.Contents;
import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.error.OutOfMemoryException;
import io.vectile.faiss.FaissForm;
import io.vectile.partition.InvertedFile;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.storage.ListStore;
import io.vectile.storage.Snapshot;
import io.vectile.vectors.Metric;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import io.vectile.vtl.NativeFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A set of vectors that finds the nearest of a query. What it is made of, its partition into lists and its codec, is
 * said by a spec string such as {@code "IVF2048,PQ8"} or by a {@link #builder}; everything else works alike for all.
 *
 * {@snippet :
 * Index index = Index.of("IVF2048,PQ8", 128);
 * index.train(vectors);
 * index.add(vectors);
 * Neighbors nearest = index.search(query, 10, SearchOptions.defaults().withNprobe(48));
 * }
 *
 * <p><b>Answers.</b> A search returns exactly what comparing the query with the decoding of every code in the visited
 * lists would, in order of (distance, id). The same seed and data give the same index and the same answers on any number
 * of threads and any machine.
 *
 * <p><b>Thread safety.</b> Any number of threads may search while others add, update, remove, merge, compact or train; a
 * search sees all of such a call or nothing of it, and never waits. Changes by several threads take turns.
 *
 * <p><b>Errors.</b> Bad input gets an {@link InvalidInputException}, a call at the wrong time an
 * {@link IndexStateException}; either way nothing has changed.
 */
public final class Index {
    private final IndexSpec spec;
    private final SearchDefaults defaults;
    private final IndexWriter writer;
    private final SearchScratch.Pool scratches = new SearchScratch.Pool();

    Index(IndexSpec spec, int d, Metric metric, SearchDefaults defaults, TrainingOptions training) {
        if (d < 1 || d > Vectors.MAX_D) {
            throw new InvalidInputException("an index needs d from 1 to " + Vectors.MAX_D + "; d is " + d);
        }
        this.spec = spec;
        this.defaults = defaults;
        Trained untrained = Trainer.untrained(spec, d, Objects.requireNonNull(metric, "metric"));
        this.writer = new IndexWriter(spec, training, new State(untrained, untrained.emptyStore(), null), -1);
    }

    /**
     * An index that was read from a file.
     *
     * @param form     what a Faiss file says beyond it; null for another
     * @param training how it was trained, or will be; null where the file does not say
     */
    Index(IndexSpec spec, Contents contents, FaissForm form, TrainingOptions training) {
        this.spec = spec;
        this.defaults = contents.defaults();
        State state = new State(contents.trained(), new ListStore(contents.snapshot()), form);
        this.writer = new IndexWriter(spec, training, state, contents.largestId());
    }

    /** An empty index for squared L2. */
    public static Index of(String spec, int d) {
        return of(spec, d, Metric.L2);
    }

    /**
     * An empty index.
     *
     * @param spec what it is made of; see {@link IndexSpec}
     * @param d    numbers per vector
     * @throws io.vectile.error.SpecException if the spec does not parse
     * @throws InvalidInputException if d does not suit it
     */
    public static Index of(String spec, int d, Metric metric) {
        return of(IndexSpec.parse(spec), d, metric);
    }

    /** An empty index. */
    public static Index of(IndexSpec spec, int d, Metric metric) {
        return new Index(spec, d, metric, SearchDefaults.USUAL, TrainingOptions.defaults());
    }

    /** Says in words what a spec says. */
    public static IndexBuilder builder(int d) {
        return new IndexBuilder(d);
    }

    /** What the index is made of. */
    public IndexSpec spec() {
        return spec;
    }

    /** Numbers per vector. */
    public int d() {
        return writer.now().trained().d();
    }

    /** What "near" means here. */
    public Metric metric() {
        return writer.now().trained().metric();
    }

    /** How many cells a search visits that does not say. */
    public int nprobe() {
        return defaults.nprobe();
    }

    /** How many times k candidates a search measures again that does not say, where the index keeps vectors ({@code RFlat}). */
    public float kFactor() {
        return defaults.kFactor();
    }

    /** Whether vectors can be added. An index with nothing to learn ({@code Flat}) is trained from the start. */
    public boolean isTrained() {
        return writer.now().trained().isComplete();
    }

    /** How many vectors it holds. */
    public long ntotal() {
        return writer.now().snapshot().size();
    }

    /** Learns from vectors on all processors; see {@link #train(Vectors, BuildOptions)}. */
    public Index train(Vectors x) {
        return train(x, BuildOptions.defaults());
    }

    /** Learns from rows of d numbers. */
    public Index train(float[][] x) {
        return train(Vectors.of(x));
    }

    /**
     * Learns cells and codebooks from vectors like those to come. Only as many are used as help: at most 256 per centroid,
     * chosen at random by the seed.
     *
     * <p>An index without vectors that is trained learns anew. Of one from a file that does not say how it was trained, as Faiss's
     * do not, what is not trained yet is trained; one that is trained whole is not trained anew. {@code Flat} has nothing to learn.
     *
     * @param x at least as many as there are cells, and as centroids in a codebook; 39 per centroid are advisable
     * @return this index
     * @throws InvalidInputException if the dimension is wrong, a value is not finite, or there are too few
     * @throws IndexStateException if the index holds vectors, which a new training could not decode, or came trained from a file
     *                             that does not say how
     * @throws io.vectile.error.CancelledException if the listener asks for it; the index is as before
     */
    public Index train(Vectors x, BuildOptions options) {
        requireDimension(x.d(), "the training vectors have");
        x.requireFinite("training vector");
        writer.train(x, options);
        return this;
    }

    /**
     * Checks that so many training vectors are enough, as {@link #train(Vectors, BuildOptions)} does before it begins: to know it
     * before they are read, or others trained.
     *
     * @throws InvalidInputException if there are fewer than cells, or than centroids in a codebook
     */
    public void requireTrainable(long n) {
        Trainer.requireEnough(spec, writer.now().trained(), n);
    }

    /** Adds vectors on all processors, with ids counted up; see {@link #add(Vectors, BuildOptions)}. */
    public void add(Vectors x) {
        add(x, BuildOptions.defaults());
    }

    /** Adds rows of d numbers, with ids counted up. */
    public void add(float[][] x) {
        add(Vectors.of(x));
    }

    /**
     * Adds vectors. Their ids count up from one past the largest id ever given, from 0 in an empty index.
     *
     * @throws InvalidInputException if the dimension is wrong or a value is not finite
     * @throws IndexStateException if the index is not trained
     * @throws io.vectile.error.CancelledException if the listener asks for it; nothing was added
     * @throws OutOfMemoryException if there is no memory for them; nothing was added
     */
    public void add(Vectors x, BuildOptions options) {
        requireVectors(x);
        writer.add(x, null, options);
    }

    /** Adds vectors with own ids, on all processors. */
    public void add(Vectors x, long[] ids) {
        add(x, ids, BuildOptions.defaults());
    }

    /**
     * Adds vectors with own ids. Ids past the largest ever given are known to be new; where one is not past it, all are sought
     * among those present, list by list if they are few, else by one pass over all.
     *
     * @param ids one per vector, at least 0, each new to the index
     * @throws InvalidInputException also if an id is negative, given twice or present
     * @throws io.vectile.error.VectorFileException if ids that are mapped from a file are damaged; nothing was added
     */
    public void add(Vectors x, long[] ids, BuildOptions options) {
        requireIds(x, ids);
        requireVectors(x);
        writer.add(x, ids.clone(), options);
    }

    /** Adds all further rows of a file on all processors; see {@link #addRowsOf(Path, long, long, BuildOptions)}. */
    public void addRowsOf(Path file) {
        addRowsOf(file, referredRows(), VectorFiles.reopen(file).n(), BuildOptions.defaults());
    }

    /**
     * Adds rows of a file of vectors to an index that refines ({@code RFlat}), and leaves them where they lie: candidates are
     * measured against the mapped file, and only codes and ids are held in memory. Ids count up as for {@link #add(Vectors)}.
     * Calls go through one file in order, each from where the last one ended. The file must not be changed or cut short as
     * long as the index is used; an index that is saved refers to it.
     *
     * @param file any file that {@link VectorFiles} opens
     * @param from the first row, {@link #referredRows()}
     * @param to   one past the last
     * @throws io.vectile.error.VectorFileException if the file cannot be opened
     * @throws InvalidInputException if the dimension is wrong, a value is not finite, or {@code from} is not where the last call
     *                               ended
     * @throws IndexStateException if the index does not refine, keeps vectors of its own already, refers to another file, or
     *                             its metric is the cosine, which compares vectors that were scaled
     * @throws OutOfMemoryException if there is no memory for the codes; nothing was added
     */
    public void addRowsOf(Path file, long from, long to, BuildOptions options) {
        Vectors all = from == 0 ? VectorFiles.open(file) : VectorFiles.reopen(file);
        requireDimension(all.d(), "the vectors to add have");
        writer.addRowsOf(file, all, from, to, options);
    }

    /** How many rows of a file of vectors the index refers to; see {@link #addRowsOf}. */
    public long referredRows() {
        return writer.referredRows();
    }

    /** Replaces the vectors of some ids, on all processors. */
    public void update(Vectors x, long[] ids) {
        update(x, ids, BuildOptions.defaults());
    }

    /**
     * Replaces the vectors of some ids by others. A search sees all of the old ones or all of the new. The old ones take room
     * until {@link #compact}.
     *
     * @param ids one per vector, each that of a vector which the index holds
     * @throws InvalidInputException if the dimension is wrong, a value is not finite, or an id is given twice or not held
     * @throws io.vectile.error.CancelledException if the listener asks for it; nothing was replaced
     * @throws OutOfMemoryException if there is no memory for them; nothing was replaced
     * @throws io.vectile.error.VectorFileException if ids that are mapped from a file are damaged; nothing was replaced
     */
    public void update(Vectors x, long[] ids, BuildOptions options) {
        requireIds(x, ids);
        requireVectors(x);
        writer.update(x, ids.clone(), options);
    }

    /**
     * Removes vectors. They are found no more by searches that start after it, and their room comes back with {@link #compact}.
     * Ids that the index does not hold are left out. Few ids are looked up list by list; many are one pass over all ids.
     *
     * @return how many were removed
     * @throws io.vectile.error.VectorFileException if ids that are mapped from a file are damaged; nothing was removed
     * @throws OutOfMemoryException if there is no memory to mark them; nothing was removed
     */
    public long remove(long... ids) {
        long[] sorted = Arrays.stream(ids).sorted().distinct().toArray();
        return writer.remove(snapshot -> Arrays.stream(snapshot.findAll(sorted)).filter(ref -> ref >= 0).toArray());
    }

    /**
     * Removes the vectors whose ids a filter lets through, by one pass over all ids.
     *
     * @return how many were removed
     * @throws io.vectile.error.VectorFileException if ids that are mapped from a file are damaged; nothing was removed
     * @throws OutOfMemoryException if there is no memory to mark them; nothing was removed
     */
    public long remove(IdFilter filter) {
        Objects.requireNonNull(filter, "filter");
        return writer.remove(snapshot -> snapshot.findAll(filter));
    }

    /**
     * Packs the lists anew: removed vectors give their room back, what was added joins the packed part of its list, and ids are
     * sorted and coded (a bit less than two bytes each where a million vectors lie in two thousand lists). Searches go on
     * meanwhile, and see the same vectors before and after. Until the last search that began before it has ended, both are in
     * memory.
     *
     * @throws OutOfMemoryException if there is no memory for the packed lists; the index is as before
     * @throws io.vectile.error.VectorFileException if ids that are mapped from a file are damaged; the index is as before
     */
    public void compact() {
        writer.compact();
    }

    /** Takes in all vectors of another index under their ids; see {@link #merge(Index, long)}. */
    public void merge(Index other) {
        merge(other, 0);
    }

    /**
     * Takes in all vectors of another index with the same training, as those are that were built apart from one trained
     * index. Codes are taken as they are. The other index is left as it is. Ids that it gave to vectors which are gone count as
     * given here, too, as if all had been added and removed here.
     *
     * @param shift what is added to the other's ids; {@code largestId() + 1} puts them behind those here
     * @throws IndexStateException if one is not trained, or they are not trained alike
     * @throws InvalidInputException if both hold an id, or a shifted one is no id any more
     * @throws OutOfMemoryException if there is no memory for them; nothing was taken in
     * @throws io.vectile.error.VectorFileException if ids of either that are mapped from a file are damaged; nothing was taken in
     */
    public void merge(Index other, long shift) {
        if (other == this) {
            throw new InvalidInputException("an index cannot be merged with itself");
        }
        State that = other.writer.requireTrained("merge");
        writer.merge(that, other.largestId(), shift, this + " and " + other);
    }

    /** The largest id ever given to a vector of this index, removed ones included; -1 for none. */
    public long largestId() {
        return writer.largestId();
    }

    private static void requireIds(Vectors x, long[] ids) {
        if (ids.length != x.n()) {
            throw new InvalidInputException(x.n() + " vectors need as many ids; got " + ids.length);
        }
    }

    private void requireVectors(Vectors x) {
        requireDimension(x.d(), "the vectors to add have");
        x.requireFinite("vector");
    }

    // ---- files ----------------------------------------------------------------------------------------------------------

    /** Opens an index that {@link #save} wrote; see {@link #open(Path, BuildOptions)}. */
    public static Index open(Path path) {
        return open(path, BuildOptions.defaults());
    }

    /**
     * Opens an index that {@link #save} wrote, in milliseconds whatever its size: codes, ids and kept vectors stay in the file
     * and are read where they are mapped, as searches touch them. It is the index that was saved: same answers, same ids, and
     * it can be added to, changed and saved as that could, also to the same path. What changes is in memory until it is saved.
     *
     * <p>While an index is mapped its file must not be written to or cut short; a save to its path, a move and a deletion are
     * safe, since the file that was opened lives on until the index is garbage. Files of this version of the format and of all
     * its later minor ones open, whatever machine they come from.
     *
     * <p>The header, what training decided and the table of lists are compared with their checksums; the mapped parts are not.
     * Damage there shows as wrong answers or as a {@link io.vectile.error.VectorFileException} in a search, never as a crash;
     * {@link #verify} finds it. An index whose vectors are rows of a file of vectors ({@link #addRowsOf}) opens that too, at its
     * old path, or else by its name in the folder of the index.
     *
     * @throws io.vectile.error.VectorFileException where the file is missing, no index of this library, of a later major
     *                                              version, cut short or damaged; it names the place
     * @throws io.vectile.error.CancelledException if the listener asks for it
     */
    public static Index open(Path path, BuildOptions options) {
        return of(path, NativeFile.read(path, options.progress()));
    }

    private static Index of(Path path, NativeFile.Stored stored) {
        return new Index(StoredSpec.parse(path, stored.spec(), stored.contents()), stored.contents(), null,
                TrainingOptions.ofStored(stored.training()));
    }

    /** Writes the index to a file; see {@link #save(Path, BuildOptions)}. */
    public void save(Path path) {
        save(path, BuildOptions.defaults());
    }

    /**
     * Writes the index to a file, as it is when the call begins: what changes meanwhile is not in it, and nobody waits. The
     * lists are written as {@link #compact} would leave them; the index stays as it is. The file is written beside its target,
     * forced to disk and moved over it in one step: however this ends, the target is the old file or the new one, whole. A
     * process that is killed may leave a hidden file {@code .NAME.RANDOM.tmp} behind. A file that is replaced keeps its mode and,
     * where the system allows it, its owner and group; that it is read-only protects it no more than from a rename. Of
     * saves to one path at once, the last to end stays.
     *
     * @throws io.vectile.error.VectorFileException where the file cannot be written, or is the one whose rows the index refers to
     *                                              ({@link #addRowsOf}); the target stays as it was
     * @throws io.vectile.error.CancelledException if the listener asks for it; the target stays as it was
     */
    public void save(Path path, BuildOptions options) {
        NativeFile.write(path, new NativeFile.Stored(writer.contents(writer.now(), defaults), spec.toString(), TrainingOptions.toStored(writer.training())),
                options.progress());
    }

    /**
     * Reads all of a saved index once, and checks all that can be checked: the checksums of all parts, that nothing lies between
     * them, and every id.
     *
     * @param progress hears of it, and may stop it
     * @throws io.vectile.error.VectorFileException naming the first part that is wrong, and its bytes
     */
    public static void verify(Path path, Progress progress) {
        of(path, NativeFile.verify(path, progress));
    }

    // ---- searching ------------------------------------------------------------------------------------------------------

    /** The k nearest of one query, on the calling thread. */
    public Neighbors search(float[] query, int k) {
        return search(query, k, SearchOptions.defaults());
    }

    /**
     * The k nearest of one query. Several threads share its lists.
     *
     * @param query d finite numbers
     * @param k     at least 1 and at most 2147483639; more than there are is padded, for which memory is taken
     * @throws InvalidInputException if the dimension is wrong, a value is not finite, or k is below 1
     * @throws IndexStateException if the index is not trained
     * @throws OutOfMemoryException if there is no memory for n * k ids and distances
     */
    public Neighbors search(float[] query, int k, SearchOptions options) {
        requireQuery(query);
        return searcher(options, 1).topK(query.clone(), 1, requireK(k));
    }

    /** The k nearest of each query, on all processors. */
    public Neighbors search(Vectors queries, int k) {
        return search(queries, k, SearchOptions.defaults());
    }

    /**
     * The k nearest of each query. Several threads share the queries.
     *
     * @param queries n rows of d finite numbers
     * @param k       at least 1; more than there are is padded, for which memory is taken
     * @throws InvalidInputException if the dimension is wrong, a value is not finite, k is below 1, or n * k is above 2147483639
     * @throws IndexStateException if the index is not trained
     * @throws OutOfMemoryException if there is no memory for n * k ids and distances
     */
    public Neighbors search(Vectors queries, int k, SearchOptions options) {
        float[] rows = rowsOf(queries);
        int n = (int) queries.n();
        return searcher(options, n).topK(rows, n, requireK(k));
    }

    /** All vectors within a radius of one query, on the calling thread. */
    public RangeNeighbors rangeSearch(float[] query, float radius) {
        return rangeSearch(query, radius, SearchOptions.defaults());
    }

    /**
     * All vectors within a radius of one query.
     *
     * @param radius strictly below it (squared L2), or strictly above it (inner product, cosine)
     * @throws InvalidInputException if the dimension is wrong, or a value or the radius is not finite
     */
    public RangeNeighbors rangeSearch(float[] query, float radius, SearchOptions options) {
        requireQuery(query);
        return searcher(options, 1).range(query.clone(), 1, requireRadius(radius));
    }

    /** All vectors within a radius of each query. */
    public RangeNeighbors rangeSearch(Vectors queries, float radius, SearchOptions options) {
        float[] rows = rowsOf(queries);
        int n = (int) queries.n();
        return searcher(options, n).range(rows, n, requireRadius(radius));
    }

    /**
     * The vector with an id, decoded: what the index knows of it, or the vector itself where that is kept ({@code RFlat}). For
     * the cosine it has length one. Transforms are undone.
     *
     * @return {@code float[d]}
     * @throws IndexStateException if the index does not hold the id, or a transform cannot be undone
     * @throws io.vectile.error.VectorFileException if ids that are mapped from a file are damaged
     */
    public float[] reconstruct(long id) {
        State now = writer.now();
        Snapshot snapshot = now.snapshot();
        long ref = snapshot.find(id);
        if (ref < 0) {
            throw new IndexStateException("the index holds no vector with id " + id + "; it holds " + snapshot.size());
        }
        return now.trained().reconstruct(snapshot, ref);
    }

    /**
     * The centroids of the cells of {@code IVFn}, after the transforms: by them a search finds the cells that it visits, and an add
     * the one in which a vector lies. Empty where there is one list, or before training.
     */
    public Optional<Centroids> cells() {
        return writer.now().trained().partition() instanceof InvertedFile cells ? Optional.ofNullable(cells.centroids()) : Optional.empty();
    }

    /** The quantization error of vectors, on all processors. */
    public double quantizationError(Vectors x) {
        return quantizationError(x, BuildOptions.defaults());
    }

    /**
     * The mean squared distance of vectors to their decodings, both after the transforms. They are not added.
     *
     * @throws IndexStateException if the index is not trained
     */
    public double quantizationError(Vectors x, BuildOptions options) {
        requireDimension(x.d(), "the vectors have");
        x.requireFinite("vector");
        Trained trained = writer.requireTrained("measure").trained();
        int chunk = 1024;
        double[] sums = new double[Math.toIntExact((x.n() + chunk - 1) / chunk)];
        Meter meter = new Meter(options.progress(), "measure", x.n());
        options.parallel().forEach(x.n(), chunk, (worker, from, to) -> {
            int n = (int) (to - from);
            float[] given = new float[n * x.d()];
            trained.copyRows(x, from, n, given);
            float[] rows = trained.toMeasurable(given, n, "vector", from);
            float[] decoded = rows.clone();
            trained.roundTrip(decoded, n);
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                double difference = rows[i] - decoded[i];
                sum += difference * difference;
            }
            sums[(int) (from / chunk)] = sum;
            meter.add(n);
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return x.n() == 0 ? 0 : sum / x.n();
    }

    /**
     * How many vectors each list holds, in the order of the lists: the cells of {@code IVFn}, else one list of all.
     *
     * @return a new array
     */
    public long[] listSizes() {
        State now = writer.now();
        return IndexReport.Lists.sizes(now.trained().partition().lists(), now.snapshot());
    }

    /**
     * The product quantizer that codes vectors, or, where {@link IndexReport#residual} says so, what vectors differ from their cell's
     * centroid; both after the transforms. Empty where vectors are stored as they are, or before training.
     */
    public Optional<ProductQuantizer> quantizer() {
        return writer.now().trained().codec() instanceof PqCodec codec ? Optional.ofNullable(codec.quantizer()) : Optional.empty();
    }

    /** What the index is made of and what it takes, byte by byte. */
    public IndexReport inspect() {
        State now = writer.now();
        return IndexReport.of(spec, writer.contents(now, defaults), now.form(), writer.training());
    }

    @Override
    public String toString() {
        return spec + " over " + ntotal() + " x " + d() + " (" + metric().word() + (isTrained() ? ")" : ", not trained)");
    }

    /** For files: what the index holds now, and what the Faiss file that it came from said beyond that. */
    <T> T read(BiFunction<Contents, FaissForm, T> reader) {
        State now = writer.now();
        return reader.apply(writer.contents(now, defaults), now.form());
    }

    private Searcher searcher(SearchOptions options, int queries) {
        State now = writer.requireTrained("search");
        return new Searcher(now.trained(), now.snapshot(), options, defaults, queries, scratches);
    }

    private void requireDimension(int given, String what) {
        if (given != d()) {
            throw new InvalidInputException(what + " d = " + given + "; the index needs d = " + d());
        }
    }

    private void requireQuery(float[] query) {
        requireDimension(query.length, "the query has");
        for (int e = 0; e < query.length; e++) {
            if (!Float.isFinite(query[e])) {
                throw new InvalidInputException(
                        "the query has " + query[e] + " at dimension " + e + "; every value must be finite");
            }
        }
    }

    private float[] rowsOf(Vectors queries) {
        requireDimension(queries.d(), "the queries have");
        queries.requireFinite("query");
        if (queries.n() * queries.d() > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(queries.n() + " queries of d = " + queries.d()
                    + " are too many for one call; search in parts of at most " + (Integer.MAX_VALUE - 8) / queries.d());
        }
        float[] rows = new float[(int) queries.n() * queries.d()];
        queries.copyRows(0, (int) queries.n(), rows, 0);
        return rows;
    }

    private static int requireK(int k) {
        if (k < 1) {
            throw new InvalidInputException("k must be at least 1; got " + k);
        }
        return k;
    }

    private static float requireRadius(float radius) {
        if (!Float.isFinite(radius)) {
            throw new InvalidInputException("the radius must be finite; got " + radius);
        }
        return radius;
    }
}
