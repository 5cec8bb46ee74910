package io.vectile;

import io.vectile.contents.SearchDefaults;
import io.vectile.vectors.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says in words what a spec string says: {@code Index.builder(128).ivf(2048).pq(8).build()}. Not thread safe.
 */
public final class IndexBuilder {
    private final int d;
    private final List<TransformSpec> transforms = new ArrayList<>();
    private boolean refine;
    private float kFactor = 1f;
    private Metric metric = Metric.L2;
    private int nlist;
    private int nprobe = 1;
    private Boolean residual;
    private IndexSpec.CodecSpec codec = new IndexSpec.Flat();
    private TrainingOptions training = TrainingOptions.defaults();

    IndexBuilder(int d) {
        this.d = d;
    }

    /** What "near" means; by default squared L2. */
    public IndexBuilder metric(Metric wanted) {
        this.metric = Objects.requireNonNull(wanted, "metric");
        return this;
    }

    /**
     * All that a spec string says, in place of what was said before.
     *
     * @throws io.vectile.error.SpecException if it does not parse
     */
    public IndexBuilder spec(String spec) {
        return spec(IndexSpec.parse(spec));
    }

    /** All that a spec says, in place of what was said before. */
    public IndexBuilder spec(IndexSpec spec) {
        transforms.clear();
        transforms.addAll(spec.transforms());
        nlist = spec.nlist();
        codec = spec.codec();
        residual = spec.residual();
        refine = spec.refine();
        return this;
    }

    /** An inverted file of nlist cells. */
    public IndexBuilder ivf(int cells) {
        // Checked here, so that the stack trace shows the call that is wrong.
        this.nlist = IndexSpec.requireCells(cells);
        return this;
    }

    /** How many cells a search visits that does not say; by default 1. */
    public IndexBuilder nprobe(int cells) {
        this.nprobe = SearchOptions.defaults().withNprobe(cells).nprobe();
        return this;
    }

    /** Whether codes are of the difference to the cell's centroid; by default yes for PQ, no for Flat. */
    public IndexBuilder residual(boolean wanted) {
        this.residual = wanted;
        return this;
    }

    /** Vectors stored as they are. */
    public IndexBuilder flat() {
        this.codec = new IndexSpec.Flat();
        return this;
    }

    /** Product quantization in m subspaces of 8 bits. */
    public IndexBuilder pq(int m) {
        return pq(m, 8);
    }

    /** Product quantization in m subspaces of nbits, 1 to 24. */
    public IndexBuilder pq(int m, int nbits) {
        this.codec = new IndexSpec.Pq(m, nbits);
        return this;
    }

    /** A transform that stands before all else, after those given already. */
    public IndexBuilder transform(TransformSpec transform) {
        this.transforms.add(Objects.requireNonNull(transform, "transform"));
        return this;
    }

    /**
     * Keeps the vectors themselves beside their codes, and measures so many times k candidates again, 1 to 1000.
     */
    public IndexBuilder refineFlat(float factor) {
        this.refine = true;
        return kFactor(factor);
    }

    /** How many times k candidates a search measures again that does not say, where vectors are kept; by default 1. */
    public IndexBuilder kFactor(float factor) {
        this.kFactor = SearchOptions.defaults().withKFactor(factor).kFactor();
        return this;
    }

    /** How the index learns. */
    public IndexBuilder training(TrainingOptions options) {
        this.training = Objects.requireNonNull(options, "options");
        return this;
    }

    /** The seed of every random choice in training; by default 1234. */
    public IndexBuilder seed(int seed) {
        this.training = new TrainingOptions(seed, training.coarseIterations(), training.codebookIterations(),
                training.maxPointsPerCentroid());
        return this;
    }

    /**
     * The index, empty and untrained.
     *
     * @throws io.vectile.error.InvalidInputException if the parts do not fit together, such as d not divisible by m
     */
    public Index build() {
        boolean byDefault = nlist > 0 && codec instanceof IndexSpec.Pq;
        IndexSpec spec = new IndexSpec(transforms, nlist, codec, residual == null ? byDefault : residual, refine);
        return new Index(spec, d, metric, new SearchDefaults(nprobe, kFactor, false), training);
    }
}
