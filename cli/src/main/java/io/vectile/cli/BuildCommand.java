package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.Converters.SearchArgument;
import io.vectile.cli.bench.SearchWords;
import io.vectile.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Arrays;
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
                + "writes one file, which search, inspect and convert take.",
        footer = {
            "", "Example:",
            "  vectile build --index IVF2048,PQ8 --base base.fvecs --out base.index",
            "  vectile search base.index --query query.fvecs --search nprobe=48"
        })
final class BuildCommand implements Runnable {
    private static final List<String> KEPT = List.of("nprobe", "k_factor");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private MemoryIndexOptions index;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "Where the index goes, such as base.index. What is there already stays until the new file is whole.")
    private Path out;

    @Mixin
    private FormatOption format;

    @Option(names = "--search", paramLabel = "OPTIONS",
            description = "What the file keeps for searches that do not say themselves: nprobe=48 (with IVF), k_factor=4 (with "
                    + "RFlat) or both, joined by a comma. Default: 1 each.")
    private SearchArgument search = SearchArgument.DEFAULT;

    @Mixin
    private ThreadsOption threads;

    BuildCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        requireKept();
        OutputFile.checkIndex(spec, "option '--out'", out);
        BuildOptions options = BuildOptions.defaults().withParallel(threads.parallel()).withProgress(terminal.progress());
        Index built = index.build(index.open(), search.options(), options);
        IndexFile.write(built, out, format.kind, options);
        terminal.out().println(IndexFile.line(out, built));
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
