package io.vectile.benchmarks.growth;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.IndexReport;
import io.vectile.IndexSpec;
import io.vectile.TrainingOptions;
import io.vectile.benchmarks.Clock;
import io.vectile.vectors.Vectors;
import java.util.LinkedHashMap;
import java.util.Map;

/** An index, and the seconds that one thread took to train it, to add to it and to pack it. */
final class MeasuredIndex {
    private static final BuildOptions ONE_THREAD = BuildOptions.defaults().withThreads(1);

    private final String spec;
    private final Index index;
    private final double trainSeconds;
    private double addSeconds;
    private double packSeconds;

    /** Trains an index for squared L2. */
    MeasuredIndex(String spec, Vectors learn, TrainingOptions training) {
        this.spec = spec;
        this.index = Index.builder(learn.d()).spec(IndexSpec.parse(spec)).training(training).build();
        this.trainSeconds = Clock.seconds(() -> index.train(learn, ONE_THREAD));
    }

    /** Trains an index and adds vectors. */
    static MeasuredIndex of(String spec, Vectors learn, Vectors base) {
        MeasuredIndex measured = new MeasuredIndex(spec, learn, TrainingOptions.defaults());
        measured.add(base);
        measured.pack();
        return measured;
    }

    /** Trains and adds once in vain: what is trained and added next is not the first that the compilers see. */
    static void warmUp(String spec, Vectors learn, Vectors base) {
        of(spec, learn, base);
    }

    Index index() {
        return index;
    }

    void add(Vectors rows) {
        addSeconds += Clock.seconds(() -> index.add(rows, ONE_THREAD));
    }

    void pack() {
        packSeconds = Clock.seconds(index::compact);
    }

    /** What it is and what it took: seconds to add all that it holds, and to pack it the last time. */
    Map<String, Object> fields() {
        IndexReport report = index.inspect();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("index", spec);
        fields.put("n", report.ntotal());
        fields.put("d", report.d());
        fields.put("train_s", trainSeconds);
        fields.put("add_s", addSeconds);
        fields.put("pack_s", packSeconds);
        fields.put("bytes_per_vector", report.bytesPerVector());
        fields.put("code_bytes", report.parts().stream().filter(part -> part.name().equals("codes")).mapToLong(IndexReport.Part::bytes).sum());
        fields.put("kernels", report.kernels());
        return fields;
    }
}
