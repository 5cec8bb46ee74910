package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.cli.Converters.SpecArgument;
import io.vectile.cli.input.VectorInputs.Role;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of an index that is built in memory. */
final class MemoryIndexOptions extends BaseOptions {
    /** What {@code --index} takes, in every command that has it. */
    static final String SPECS = "What the index is made of: Flat, PQ8 (8 bytes a vector), PQ16x4 (16 codes of 4 bits), "
            + "IVF2048,Flat or IVF2048,PQ8 (in 2048 cells). Before it may stand OPQ8, PCA64, RR or L2norm, which transform "
            + "the vectors; after it RFlat, which keeps them to measure the best again: OPQ8,IVF2048,PQ8,RFlat.";

    @Option(names = "--index", required = true, paramLabel = "SPEC", description = SPECS)
    SpecArgument index;

    @Option(names = "--train", paramLabel = "FILE", description = "The vectors to learn from; default --base.")
    Path train;

    /** Trains and fills an index with the base vectors. */
    Index build(Vectors vectors, BuildOptions options) {
        Index built = untrained(vectors.d(), SearchOptions.defaults());
        train(built, vectors, options);
        built.add(vectors, options);
        return built;
    }

    /**
     * The index that was asked for, empty: a spec that does not suit the vectors is refused before the long work.
     *
     * @param defaults whose nprobe and k_factor a search of the index uses that does not say
     */
    Index untrained(int d, SearchOptions defaults) {
        return Index.builder(d).metric(metric).spec(index.spec()).kFactor(Math.max(1, defaults.kFactor()))
                .nprobe(Math.max(1, defaults.nprobe())).build();
    }

    /** Trains an index with the vectors to learn from, which are those given unless a file was named for it. */
    void train(Index untrained, Vectors vectors, BuildOptions options) {
        untrained.train(train == null ? vectors : openAlike(train, Role.TRAIN, base, vectors.d()), options);
    }
}
