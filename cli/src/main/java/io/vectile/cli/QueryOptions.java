package io.vectile.cli;

import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.cli.input.VectorInputs.Role;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that name the queries. */
final class QueryOptions {
    @Option(names = "--query", required = true, paramLabel = "FILE",
            description = "The queries: fvecs, bvecs, fbin, u8bin, npy, or hdf5 (its test set).")
    Path query;

    @Option(names = "--queries", paramLabel = "N", converter = AtLeastOne.class,
            description = "Take only the first N queries.")
    Integer limit;

    /** Queries for the vectors of a file, or for the index in it, of d numbers each. */
    Vectors open(Path other, int d) {
        return BaseOptions.firstRows(BaseOptions.openAlike(query, Role.QUERY, other, d), limit);
    }
}
