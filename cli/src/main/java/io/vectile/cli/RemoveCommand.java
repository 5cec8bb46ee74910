package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Vectors of a saved index go. */
@Command(name = "remove", mixinStandardHelpOptions = true,
        description = "Removes vectors from a saved index, which is written anew in its place and in its format: smaller, and packed. "
                + TargetLock.RULE,
        footer = {"", "Examples:", "  vectile remove base.vtl --ids 17,4711", "  vectile remove base.vtl --ids gone.ivecs"})
final class RemoveCommand implements Runnable {
    private static final Pattern LIST = Pattern.compile("\\s*\\d+(\\s*,\\s*\\d+)*\\s*");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "INDEX", description = "The file of the index. It stays as it is until the new one is whole.")
    private Path file;

    @Option(names = "--ids", required = true, paramLabel = "IDS",
            description = "Ids, joined by commas, or a file of them: ivecs, ibin or npy. Those that the index does not hold are passed over.")
    private String ids;

    @Mixin
    private ThreadsOption threads;

    RemoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        boolean list = LIST.matcher(ids).matches();
        if (!list && (ids.isBlank() || Files.notExists(Path.of(ids)))) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--ids': \"" + ids
                    + "\" is no list of ids, and no file of that name is there");
        }
        long[] gone = list ? listed() : read(Path.of(ids));
        BuildOptions options = BuildOptions.defaults().withParallel(threads.parallel()).withProgress(terminal.progress());
        if (!Files.isRegularFile(file)) {
            IndexFile.open(file, options); // says what it is instead
        }
        try (TargetLock lock = TargetLock.of(file)) {
            remove(gone, options);
        }
    }

    private void remove(long[] gone, BuildOptions options) {
        IndexFile.Kind kind = IndexFile.kindOf(file);
        Index index = IndexFile.openVerified(file, options);
        OutputFile.checkIndex(spec, "INDEX", file);
        long removed = index.remove(gone);
        if (removed > 0) {
            IndexFile.write(index, file, kind, options);
        }
        long given = Arrays.stream(gone).distinct().count();
        terminal.out().println("removed " + Format.count(removed) + " of " + Format.count(given) + " ids");
        terminal.out().println(IndexFile.line(file, index));
    }

    private long[] listed() {
        try {
            return Arrays.stream(ids.split(",")).map(String::strip).mapToLong(Long::parseLong).toArray();
        } catch (NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--ids': an id is at most " + Long.MAX_VALUE);
        }
    }

    private static long[] read(Path path) {
        IntVectors rows = VectorFiles.openInts(path);
        return LongStream.range(0, rows.n()).flatMap(row -> Arrays.stream(rows.rowLongs(row))).toArray();
    }
}
