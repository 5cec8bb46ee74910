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
        description = "Reads the file of an index, Vectile's or Faiss's, and checks all of it, and writes it again in a "
                + "format of your choice. " + TargetLock.RULE,
        footer = {
            "", "Examples:",
            "  vectile convert from_python.index served.vtl",
            "  vectile convert served.vtl to_python.index"
        })
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
        try (TargetLock lock = TargetLock.of(out)) {
            Index index = IndexFile.openVerified(in, options);
            IndexFile.write(index, out, format.of(out), options);
            terminal.out().println(IndexFile.line(out, index));
        }
    }
}
