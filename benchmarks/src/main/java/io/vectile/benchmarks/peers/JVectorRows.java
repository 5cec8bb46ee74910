package io.vectile.benchmarks.peers;

import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows and queries in JVector's types. Which kernels it uses is a matter of {@code -Djvector.vectorization_provider=panama}:
 * by itself it takes its native library where it can, which was the slower of the two when measured.
 */
final class JVectorRows {
    /** Squared L2, of which JVector gives the similarity 1 / (1 + d). */
    static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;

    private static final VectorTypeSupport TYPES = VectorizationProvider.getInstance().getVectorTypeSupport();

    private JVectorRows() {}

    /** A copy of all rows on the heap, as floats, which is all that JVector takes. */
    static ListRandomAccessVectorValues of(Vectors vectors) {
        List<VectorFloat<?>> rows = new ArrayList<>(Math.toIntExact(vectors.n()));
        for (long i = 0; i < vectors.n(); i++) {
            rows.add(query(vectors.row(i)));
        }
        return new ListRandomAccessVectorValues(rows, vectors.d());
    }

    static VectorFloat<?> query(float[] query) {
        return TYPES.createFloatVector(query);
    }

    static String provider() {
        return VectorizationProvider.getInstance().getClass().getSimpleName();
    }
}
