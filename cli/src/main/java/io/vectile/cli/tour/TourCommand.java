package io.vectile.cli.tour;

import io.vectile.BuildOptions;
import io.vectile.cli.plot.PlotOption;
import io.vectile.cli.report.ConsoleStory;
import io.vectile.cli.report.Page;
import io.vectile.cli.report.Story;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.concurrent.Parallel;
import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vectile tour}: the whole of product quantization on real data, in about half a minute. */
@Command(
        name = "tour",
        description = "Tells product quantization by example, on the bundled sample or on a data set of yours, and writes an HTML report.",
        mixinStandardHelpOptions = true)
public final class TourCommand implements Runnable {
    @Option(names = "--data", paramLabel = "DIR", description = {
            "A folder with base and query vectors, and learn vectors and a groundtruth if there are any, such as sift_base.fvecs, sift_query.fvecs, "
            + "sift_learn.fvecs, sift_groundtruth.ivecs. Default: the bundled sample."})
    private Path data;

    @Option(names = "--report", paramLabel = "FILE", defaultValue = "vectile-tour.html", description = "Where to write the report. Default: ${DEFAULT-VALUE}")
    private Path report;

    @Mixin
    private PlotOption plot;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to train and add with. Default: all. Times per query are always of one thread.")
    private Integer threads;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    /** @param terminal where the tour is told */
    public TourCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (threads != null && threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads must be at least 1; got " + threads);
        }
        Parallel parallel = threads == null ? Parallel.available() : Parallel.threads(threads);
        TourData sample = BundledSample.read();
        TourData chosen = data == null ? sample : DataFolder.open(data);
        var options = BuildOptions.defaults().withParallel(parallel).withProgress(terminal.progress());
        var indexes = new ThreeIndexes(chosen, options);
        requireWritable();
        plot.check();

        String lead = "Product quantization on " + chosen.name() + ": " + Format.count(chosen.base().n()) + " vectors of " + chosen.base().d()
                + " numbers, " + Format.count(chosen.queries().n()) + " queries.";
        terminal.out().println(lead);
        var page = new Page("A tour of Vectile", lead);
        Story story = Story.toAll(List.of(new ConsoleStory(terminal::out), page));
        TwelveNumbers.of(sample.base()).tell(story);
        WhyProduct.tell(story);
        CellsPicture.tell(story, CellsInPlane.of(chosen));
        Results results = indexes.tell(story);
        results.tell(story);
        page.paragraph("Measured by `vectile tour` on " + System.getProperty("os.arch") + " with Java " + Runtime.version().feature() + ", kernels "
                + results.flat().report().kernels() + ". Every figure on this page was computed or measured in that run.");
        write(page);
        PrintWriter out = terminal.out();
        plot.draw(results::plot, out::println);
        out.println("The report, with pictures: " + report.toAbsolutePath().normalize());
        out.flush();
    }

    /** Before half a minute's work, not after it. */
    private void requireWritable() {
        Path folder = report.toAbsolutePath().getParent();
        if (Files.isDirectory(report)) {
            throw new VectorFileException(report, "the report cannot be written: this is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new VectorFileException(report, "the report cannot be written: there is no folder " + folder);
        }
        if (!Files.isWritable(Files.exists(report) ? report : folder)) {
            throw new VectorFileException(report, "the report cannot be written: no permission");
        }
    }

    private void write(Page page) {
        try {
            Files.writeString(report, page.html());
        } catch (IOException e) {
            throw new VectorFileException(report, "the report cannot be written: " + e.getMessage());
        }
    }
}
