package io.vectile.cli.explore;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.explore.data.DataFiles;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.OpenedIndex;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.tour.BundledSample;
import io.vectile.cli.tour.DataFolder;
import io.vectile.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code vectile explore}: serves the explorer until Ctrl-C. */
@Command(
        name = "explore",
        description = "Opens a page in your browser in which you see and touch what an index does: its cells, its codes, and what "
                + "they cost and miss. On the bundled sample, a data set or an index of yours. Serves this machine only; ends with Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  vectile explore", "  vectile explore --data sift1m",
            "  vectile explore --index sift.vtl --port 8080 --no-browser"})
public final class ExploreCommand implements Runnable {
    /** Tried first, so that a bookmark stays right; another one where it is taken. */
    private static final int USUAL_PORT = 7171;

    private static final int MOST_PORT = 65_535;
    private static final long LOOK_MILLIS = 50;

    @Option(names = "--data", paramLabel = "DIR",
            description = "A folder with base and query vectors, and learn vectors and a groundtruth if there are any, such as "
                    + "sift_base.fvecs, sift_query.fvecs, sift_learn.fvecs, sift_groundtruth.ivecs. Default: the bundled sample.")
    private Path folder;

    @Option(names = "--index", paramLabel = "FILE",
            description = "Instead of --data: the file of an index, Vectile's or Faiss's; its vectors are looked at as it gives them back.")
    private Path indexFile;

    @Option(names = "--port", paramLabel = "N", converter = Port.class,
            description = "Where to listen, 0 for any free port; default: " + USUAL_PORT + ", or any where that is taken.")
    private Integer port;

    @Option(names = "--no-browser", description = "Only print the address.")
    private boolean noBrowser;

    private final Terminal terminal;
    private final BiFunction<Path, BuildOptions, Index> opener;
    private final Function<Throwable, String> failureText;

    @Spec
    private CommandSpec spec;

    /**
     * @param terminal    where the address is printed
     * @param opener      opens the file of an index, of whatever kind
     * @param failureText what a failure means to the person who gave the command
     */
    public ExploreCommand(Terminal terminal, BiFunction<Path, BuildOptions, Index> opener, Function<Throwable, String> failureText) {
        this.terminal = terminal;
        this.opener = opener;
        this.failureText = failureText;
    }

    @Override
    public void run() {
        if (folder != null && indexFile != null) {
            throw new ParameterException(spec.commandLine(),
                    "--data and --index exclude each other: give a folder of vectors, or the file of an index");
        }
        try (Explorer explorer = serve(data())) {
            PrintWriter out = terminal.out();
            out.println("The explorer is at " + explorer.url() + " (Ctrl-C ends it)");
            out.flush();
            if (!noBrowser && !Browser.open(explorer.url())) {
                terminal.err().println("vectile: no browser could be started; open the address by hand");
            }
            awaitEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files are opened now, so that what is wrong with them is an error of the command; what takes longer, beside the page. */
    private LoadingData data() {
        if (indexFile != null) {
            Index index = opener.apply(indexFile, BuildOptions.defaults().withProgress(terminal.progress()));
            String name = indexFile.getFileName().toString();
            return LoadingData.start(progress -> OpenedIndex.read(name, index, progress));
        }
        return LoadingData.done(folder == null
                ? ExploredData.of(BundledSample.read()).withFiles(DataFiles.SAMPLE)
                : ExploredData.of(DataFolder.open(folder)).withFiles(DataFiles.in(folder)));
    }

    private Explorer serve(LoadingData data) throws IOException {
        int wanted = port == null ? USUAL_PORT : port;
        try {
            return Explorer.start(data, wanted, failureText);
        } catch (BindException e) {
            if (port != null) {
                throw new InvalidInputException("port " + port + " is taken or not allowed (" + e.getMessage()
                        + "); give another, or leave --port out for any that is free");
            }
            return Explorer.start(data, 0, failureText);
        }
    }

    private void awaitEnd() {
        while (!terminal.progress().cancelled()) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A port, or 0. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String given) {
            try {
                int port = Integer.parseInt(given);
                if (port >= 0 && port <= MOST_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Said below, as for a number that is no port.
            }
            throw new TypeConversionException("a whole number from 0 to " + MOST_PORT + " is needed; got " + given);
        }
    }
}
