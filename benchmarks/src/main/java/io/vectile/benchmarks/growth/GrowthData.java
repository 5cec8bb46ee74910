package io.vectile.benchmarks.growth;

import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.List;

/** The vectors of a folder: those to add, those to train on, those to ask with. Bytes, all of one dimension. */
record GrowthData(Vectors base, Vectors learn, Vectors queries) {

    /**
     * Opens base.bvecs, learn.bvecs and query.bvecs.
     *
     * @throws io.vectile.error.VectileException if one is missing or damaged
     * @throws IllegalArgumentException if they do not fit together
     */
    static GrowthData open(Path folder) {
        return new GrowthData(VectorFiles.open(folder.resolve("base.bvecs")), VectorFiles.open(folder.resolve("learn.bvecs")),
                VectorFiles.open(folder.resolve("query.bvecs")));
    }

    GrowthData {
        for (Vectors vectors : List.of(base, learn, queries)) {
            if (vectors.type() != Vectors.ElementType.UINT8) {
                throw new IllegalArgumentException("vectors of bytes are needed; got " + vectors);
            }
        }
        if (base.n() == 0 || queries.n() == 0 || base.d() != learn.d() || base.d() != queries.d()) {
            throw new IllegalArgumentException("vectors to add and to ask with are needed, all of one dimension; got " + base + ", " + learn
                    + " to train on and " + queries + " to ask with");
        }
    }

    int d() {
        return base.d();
    }

    /** The first n rows; where the data ends, rows beside them. */
    Vectors rows(int n) {
        return Vectors.ofBytes(new RepeatedRows(base, RepeatedRows.SEED).bytes(0, n), d());
    }
}
