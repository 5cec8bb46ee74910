package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The same index in another file. */
@Command(name = "convert", mixinStandardHelpOptions = true,
        description = "Reads the file of an index, checks all of it, and writes it again in a format of your choice.",
        footer = {"", "Example:", "  vectile convert old.index new.index --format faiss"})
final class ConvertCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "The index to read.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT",
            description = "Where it goes; this may be IN. What is there already stays until the new file is whole.")
    private Path out;

    @Mixin
    private FormatOption format;

    @Mixin
    private ThreadsOption threads;

    ConvertCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        OutputFile.checkIndex(spec, "OUT", out);
        BuildOptions options = BuildOptions.defaults().withParallel(threads.parallel()).withProgress(terminal.progress());
        Index index = IndexFile.open(in, options);
        IndexFile.write(index, out, format.kind, options);
        terminal.out().println(IndexFile.line(out, index));
    }
}
