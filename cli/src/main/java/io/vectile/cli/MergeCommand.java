package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.terminal.Terminal;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shards, as one index. */
@Command(name = "merge", mixinStandardHelpOptions = true,
        description = "Puts indexes of one training together: shards that were built apart, each from a copy of the same trained "
                + "index. Their codes are taken as they are. What was added to all but the first is in memory meanwhile. " + TargetLock.RULE,
        footer = {
            "", "Example:",
            "  vectile merge --out all.vtl monday.vtl tuesday.vtl --ids shift"
        })
final class MergeCommand implements Runnable {

    /** What becomes of the ids. */
    enum Ids {
        KEEP,
        SHIFT;

        static Ids parse(String word) {
            for (Ids ids : values()) {
                if (ids.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return ids;
                }
            }
            throw new InvalidInputException("\"" + word + "\" is no way to treat ids; use keep or shift");
        }
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "Where they go; this may be one of them. What is there already stays until the new file is whole.")
    private Path out;

    @Parameters(arity = "1..*", paramLabel = "IN", description = "The indexes to read, two or more, of either format.")
    private List<Path> in;

    @Option(names = "--ids", paramLabel = "WHAT", defaultValue = "keep",
            description = "keep (an id that two of them hold is an error) or shift (those of each come after those of the one before "
                    + "it, as if all had been added to one index in turn); default ${DEFAULT-VALUE}.")
    private Ids ids;

    @Mixin
    private FormatOption format;

    @Mixin
    private ThreadsOption threads;

    MergeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (in.size() < 2) {
            throw new ParameterException(spec.commandLine(), "two or more indexes are needed; got " + in.getFirst());
        }
        OutputFile.checkIndex(spec, "option '--out'", out);
        BuildOptions options = BuildOptions.defaults().withParallel(threads.parallel()).withProgress(terminal.progress());
        try (TargetLock lock = TargetLock.of(out)) {
            mergeAll(options);
        }
    }

    private void mergeAll(BuildOptions options) {
        Index all = opened(in.getFirst(), options);
        for (int i = 1; i < in.size(); i++) {
            Index next = opened(in.get(i), options);
            terminal.progress().check("merge");
            terminal.status(in.get(i) + ": merging ...");
            merge(all, next, i, options);
        }
        IndexFile.write(all, out, format.of(out), options);
        terminal.out().println(IndexFile.line(out, all));
    }

    private static Index opened(Path file, BuildOptions options) {
        Index index = IndexFile.openVerified(file, options);
        if (!index.isTrained()) {
            throw new CommandFailure(file + ": this index was saved before it was trained, and cannot be merged with others");
        }
        return index;
    }

    private void merge(Index all, Index next, int i, BuildOptions options) {
        if (ids == Ids.SHIFT && all.largestId() == Long.MAX_VALUE) {
            throw new CommandFailure(in.get(i) + ": no ids are left to shift to, as " + Long.MAX_VALUE + ", the largest, was given before");
        }
        try {
            all.merge(next, ids == Ids.SHIFT ? all.largestId() + 1 : 0);
        } catch (IndexStateException e) {
            throw new CommandFailure(in.getFirst() + " and " + in.get(i) + ": " + e.getMessage(), e);
        } catch (InvalidInputException e) {
            throw new CommandFailure(sharing(next, i, options) + " and " + in.get(i) + ": " + e.getMessage()
                    + (ids == Ids.KEEP ? "; --ids shift does that for all" : ""), e);
        }
    }

    /** Which of the files before holds an id that this one holds too. */
    private Path sharing(Index next, int i, BuildOptions options) {
        for (Path before : in.subList(0, i)) {
            try {
                IndexFile.open(before, options).merge(next);
            } catch (InvalidInputException e) {
                return before;
            }
        }
        return in.getFirst();
    }
}
