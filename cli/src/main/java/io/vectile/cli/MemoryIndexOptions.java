package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.Converters.SpecArgument;
import io.vectile.cli.input.VectorInputs.Role;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of an index that is built in memory, for one command. */
final class MemoryIndexOptions {
    @Option(names = "--index", required = true, paramLabel = "SPEC",
            description = "What the index is made of: Flat, PQ8, PQ16x4, IVF2048,Flat, IVF2048,PQ8 and the like.")
    SpecArgument index;

    @Option(names = "--train", paramLabel = "FILE", description = "The vectors to learn from; default --base.")
    Path train;

    @Mixin
    BaseOptions base;

    /** Trains and fills the index with the base vectors. */
    Index build(Vectors vectors, Parallel parallel, Progress progress) {
        Vectors learn = train == null ? vectors : base.openAlike(train, Role.TRAIN, vectors);
        BuildOptions options = BuildOptions.defaults().withParallel(parallel).withProgress(progress);
        Index built = Index.of(index.spec(), vectors.d(), base.metric);
        built.train(learn, options);
        built.add(vectors, options);
        return built;
    }
}
