package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where an index comes from: the file in which it was saved, or a spec and vectors, of which it is built in memory. */
final class IndexSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", arity = "0..1", paramLabel = "INDEX",
            description = "The file of an index, Vectile's or Faiss's: which, is seen from what it holds.")
    private Path file;

    /** Picocli would tell of both ways at once what is missing; {@link #file()} tells of the one that was meant. */
    @ArgGroup(validate = false, heading = "%nInstead of INDEX, for an index that is built in memory and then forgotten:%n")
    private MemoryIndexOptions built;

    /** The file; null where the index is built. Neither or both is wrong usage. */
    Path file() {
        if (file != null) {
            if (built != null) {
                throw wrongUsage("INDEX (" + file + ") and " + firstOfBuilt().longestName()
                        + " exclude each other: give a saved index, or --index and --base to build one");
            }
            return file;
        }
        if (built == null) {
            throw wrongUsage("an index is missing: give INDEX, the file of one, or --index=SPEC and --base=FILE to build one");
        }
        List<String> missing = new ArrayList<>();
        if (built.index == null) {
            missing.add("'--index=SPEC'");
        }
        if (built.base == null) {
            missing.add("'--base=FILE'");
        }
        if (!missing.isEmpty()) {
            throw wrongUsage("Missing required option" + (missing.size() == 1 ? ": " : "s: ") + String.join(", ", missing));
        }
        return null;
    }

    /** The options of the index to build, where there is no {@link #file}. */
    MemoryIndexOptions built() {
        return built;
    }

    Index open(BuildOptions options) {
        return file() == null ? built.build(built.open(), options) : IndexFile.open(file, options);
    }

    private OptionSpec firstOfBuilt() {
        return command.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> option.group() != null)
                .findFirst()
                .orElseThrow();
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
