package io.vectile.cli.explore.trade;

import io.vectile.IndexSpec;
import io.vectile.SearchOptions;
import io.vectile.TransformSpec;
import io.vectile.cli.explore.data.DataFiles;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.vectors.Metric;
import java.util.Locale;
import java.util.Optional;

/**
 * How to get what was measured: in Java, and on the command line.
 *
 * @param spec   what the index is made of
 * @param search search options, as the command line gives them
 * @param k      neighbours asked for
 */
record Recipe(IndexSpec spec, String search, int k, int d, Metric metric, Optional<DataFiles> files) {
    /** Names for files that nobody knows. */
    private static final DataFiles UNKNOWN = new DataFiles("base.fvecs", "query.fvecs", Optional.empty());

    static Recipe of(IndexSpec spec, String search, int k, ExploredData data) {
        return new Recipe(spec, search, k, data.base().d(), data.metric(), data.files());
    }

    /** Statements over {@code training}, {@code base} and {@code queries}. */
    String java() {
        StringBuilder code = new StringBuilder("Index index = Index.builder(").append(d).append(')');
        switch (metric) {
            case L2 -> { }
            case INNER_PRODUCT, COSINE -> code.append(".metric(Metric.").append(metric.name()).append(')');
        }
        spec.transforms().forEach(transform -> code.append(".transform(").append(java(transform)).append(')'));
        if (spec.nlist() > 0) {
            code.append(".ivf(").append(spec.nlist()).append(')');
        }
        code.append(switch (spec.codec()) {
            case IndexSpec.Flat() -> ".flat()";
            case IndexSpec.Pq(int m, int nbits) -> ".pq(" + m + (nbits == 8 ? "" : ", " + nbits) + ")";
        });
        SearchOptions options = SearchOptions.parse(search);
        if (spec.refine()) {
            code.append(".refineFlat(").append(number(options.kFactor())).append(')');
        }
        code.append(".build().train(training);\nindex.add(base);\nNeighbors found = index.search(queries, ").append(k);
        if (options.nprobe() > 0 || options.kFactor() > 0) {
            code.append(", SearchOptions.defaults()");
        }
        if (options.nprobe() > 0) {
            code.append(".withNprobe(").append(options.nprobe()).append(')');
        }
        if (options.kFactor() > 0) {
            code.append(".withKFactor(").append(number(options.kFactor())).append(')');
        }
        return code.append(");").toString();
    }

    private static String java(TransformSpec transform) {
        return "new TransformSpec." + switch (transform) {
            case TransformSpec.Pca(int dOut, boolean whitened, boolean rotated) -> "Pca(" + dOut + ", " + whitened + ", " + rotated + ")";
            case TransformSpec.Opq(int m, int dOut) -> "Opq(" + m + ", " + dOut + ")";
            case TransformSpec.RandomRotation(int dOut) -> "RandomRotation(" + dOut + ")";
            case TransformSpec.L2Norm() -> "L2Norm()";
            case TransformSpec.Center() -> "Center()";
            case TransformSpec.Linear(int dOut) -> "Linear(" + dOut + ")";
        };
    }

    private static String number(float factor) {
        return factor == Math.rint(factor) ? SearchGrid.shown(factor) : factor + "f";
    }

    /** Builds the index and saves it, with these search options as its own. */
    String build() {
        return "./vectile build --index " + spec + from() + metricOption() + searchOption() + " --out "
                + spec.toString().toLowerCase(Locale.ROOT).replace(',', '-') + ".vtl";
    }

    /** Measures it again. */
    String bench() {
        return "./vectile bench --index " + spec + from() + " --query " + quoted(files.orElse(UNKNOWN).query()) + metricOption() + " -k " + k
                + searchOption();
    }

    private String from() {
        DataFiles named = files.orElse(UNKNOWN);
        return " --base " + quoted(named.base()) + named.learn().map(learn -> " --train " + quoted(learn)).orElse("");
    }

    private String metricOption() {
        return metric == Metric.L2 ? "" : " --metric " + metric.word();
    }

    private String searchOption() {
        return search.isEmpty() ? "" : " --search " + search;
    }

    /** As a POSIX shell takes it. */
    private static String quoted(String file) {
        return file.matches("[A-Za-z0-9_./@%+=:,-]+") ? file : "'" + file.replace("'", "'\\''") + "'";
    }
}
