package io.vectile.cli;

import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.cli.input.VectorInputs;
import io.vectile.cli.input.VectorInputs.Role;
import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that name the vectors to search, and how vectors are compared. */
class BaseOptions {
    @Option(names = "--base", required = true, paramLabel = "FILE",
            description = "The vectors to search: fvecs, bvecs, fbin, u8bin, npy, or hdf5 (its train set).")
    Path base;

    @Option(names = "--metric", paramLabel = "METRIC", defaultValue = "l2",
            description = "l2 (squared), ip (inner product) or cosine; default ${DEFAULT-VALUE}.")
    Metric metric;

    @Option(names = "--limit", paramLabel = "N", converter = AtLeastOne.class,
            description = "Take only the first N vectors of --base.")
    Integer limit;

    Vectors open() {
        return firstRows(VectorInputs.open(base, Role.BASE), limit);
    }

    /** Vectors from a file that go together with those of another, or with an index, of d numbers each. */
    static Vectors openAlike(Path file, Role role, Path other, int d) {
        Vectors vectors = VectorInputs.open(file, role);
        if (vectors.d() != d) {
            throw new InvalidInputException(
                    file + " has d = " + vectors.d() + "; " + other + " has d = " + d + ", and both need the same");
        }
        return vectors;
    }

    static Vectors firstRows(Vectors all, Integer limit) {
        return limit == null ? all : all.rows(0, Math.min(limit, all.n()));
    }
}
