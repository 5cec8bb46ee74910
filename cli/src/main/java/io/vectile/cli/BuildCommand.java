package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.Converters.AtLeastOne;
import io.vectile.cli.Converters.SearchArgument;
import io.vectile.cli.bench.SearchWords;
import io.vectile.cli.input.VectorInputs;
import io.vectile.cli.terminal.Terminal;
import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.Locale;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An index, as a file. */
@Command(name = "build", mixinStandardHelpOptions = true,
        description = "Builds an index and saves it: trains it, adds the vectors of --base with the ids 0, 1, 2 ... and "
                + "writes one file, which search, inspect, convert and merge take. " + TargetLock.RULE,
        footer = {
            "", "Examples:",
            "  vectile build --index IVF2048,PQ8 --base base.fvecs --out base.vtl",
            "  vectile search base.vtl --query query.fvecs --search nprobe=48",
            "  vectile build --index IVF4096,PQ16 --base huge.bvecs --out huge.vtl --save-every 5000000 --resume"
        })
final class BuildCommand implements Runnable {
    private static final List<String> KEPT = List.of("nprobe", "k_factor");

    /** Where the vectors themselves are that an index keeps beside their codes. */
    enum OriginalsPlace {
        COPY,
        FILE;

        static OriginalsPlace parse(String word) {
            for (OriginalsPlace place : values()) {
                if (place.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return place;
                }
            }
            throw new InvalidInputException("\"" + word + "\" is no place for originals; use copy or file");
        }
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private MemoryIndexOptions index;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "Where the index goes, such as base.vtl. What is there already stays until the new file is whole.")
    private Path out;

    @Mixin
    private FormatOption format;

    @Option(names = "--search", paramLabel = "OPTIONS",
            description = "What the file keeps for searches that do not say themselves: nprobe=48 (with IVF), k_factor=4 (with "
                    + "RFlat) or both, joined by a comma. Default: 1 each.")
    private SearchArgument search = SearchArgument.DEFAULT;

    @Option(names = "--originals", paramLabel = "WHERE", defaultValue = "copy",
            description = "Where an index with RFlat keeps the vectors themselves: copy (in the file of the index), or file (they "
                    + "stay in --base, which the index then needs); default ${DEFAULT-VALUE}.")
    private OriginalsPlace originals;

    @Option(names = "--save-every", paramLabel = "N", converter = AtLeastOne.class,
            description = "Save to --out once the index is trained and after each N vectors, and go on from the saved file: of "
                    + "the codes, no more than those of N vectors are in memory. For vectile files.")
    private Integer saveEvery;

    @Option(names = "--resume",
            description = "Go on from the index at --out, which an earlier build began and did not end, with the same options; "
                    + "without one there, begin. What that build left half written beside --out is deleted. For vectile files.")
    private boolean resume;

    @Mixin
    private ThreadsOption threads;

    BuildCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        requireKept();
        OutputFile.checkIndex(spec, "option '--out'", out);
        IndexFile.Kind kind = format.of(out);
        if (kind != IndexFile.Kind.VECTILE) {
            requireNoneOfVectile();
        }
        if (originals == OriginalsPlace.FILE) {
            requireReferable();
        }
        BuildOptions options = BuildOptions.defaults().withParallel(threads.parallel()).withProgress(terminal.progress());
        Vectors vectors = index.open();
        Index empty = index.untrained(vectors.d(), search.options());
        Filling filling = new Filling(vectors, originals == OriginalsPlace.FILE ? index.base : null, options);
        try (TargetLock lock = TargetLock.of(out)) {
            build(empty, filling, kind);
        }
    }

    private void build(Index empty, Filling filling, IndexFile.Kind kind) {
        BuildOptions options = filling.options();
        Vectors vectors = filling.vectors();
        Index built = resume ? new Resumption(out, terminal).open(empty, filling) : null;
        if (built == null || !built.isTrained()) {
            built = empty;
            index.train(built, vectors, options);
            built = saveEvery == null ? built : filling.saved(built, out);
        }
        if (saveEvery != null) {
            built = filling.fill(built, saveEvery, out);
        } else if (built == empty || filling.next(built) < vectors.n()) {
            filling.add(built, filling.next(built), vectors.n());
            IndexFile.write(built, out, kind, options);
        }
        terminal.out().println(IndexFile.line(out, built));
    }

    private void requireNoneOfVectile() {
        String option = saveEvery != null ? "--save-every" : resume ? "--resume" : null;
        if (option == null && originals == OriginalsPlace.FILE) {
            option = "--originals file";
        }
        if (option != null) {
            throw new ParameterException(spec.commandLine(), option + " is for files of the format vectile; give " + out
                    + " a name that ends with .vtl, or --format vectile");
        }
    }

    /** What the library refuses as well, but only after the training. */
    private void requireReferable() {
        String given = "Invalid value for option '--originals': file ";
        if (!index.index.spec().refine()) {
            throw new ParameterException(spec.commandLine(), given + "has no meaning for " + index.index.given()
                    + ", which keeps no vectors; RFlat does");
        }
        if (index.metric == Metric.COSINE) {
            throw new ParameterException(spec.commandLine(), given + "does not go with the cosine, for which vectors are scaled to "
                    + "length one; scale those of the file and give --metric ip");
        }
        if (VectorInputs.isHdf5(index.base)) {
            throw new ParameterException(spec.commandLine(), given + "does not go with HDF5 files, whose rows cannot be mapped; give "
                    + "--base as fvecs, bvecs, fbin, u8bin or npy");
        }
    }

    /** Other than in a search, an option without a meaning is refused: nobody would notice that the file forgot it. */
    private void requireKept() {
        for (String word : search.given().split(",")) {
            String option = word.strip();
            if (option.isEmpty()) {
                continue;
            }
            if (!KEPT.contains(option.split("=")[0])) {
                throw refused(option, " is nothing that a file keeps; these are " + String.join(" and ", KEPT));
            }
            if (SearchWords.applicable(option, index.index.spec()).isEmpty()) {
                throw refused(option, " has no meaning for " + index.index.given());
            }
        }
    }

    private ParameterException refused(String option, String why) {
        return new ParameterException(spec.commandLine(), "Invalid value for option '--search': " + option + why);
    }
}
