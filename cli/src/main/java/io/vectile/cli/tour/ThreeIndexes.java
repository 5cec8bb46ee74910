package io.vectile.cli.tour;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.cli.bench.UsualShape;
import io.vectile.cli.report.Story;
import io.vectile.cli.text.Format;
import io.vectile.cli.tour.Measuring.Setting;
import io.vectile.error.InvalidInputException;
import io.vectile.eval.GroundTruth;
import io.vectile.pictures.Table;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The fourth part: Flat, PQ and IVF with PQ over the same vectors; trained, filled, searched and measured. */
final class ThreeIndexes {
    /** The nprobe values that the tables show, beside all cells. */
    private static final List<Integer> SHOWN = List.of(1, 2, 48);

    /** Of a codebook for codes of a byte. */
    private static final int CENTROIDS = 256;

    /** The error of more vectors does not differ in the digits shown. */
    private static final int MOST_ERROR_ROWS = 100_000;

    private final TourData data;
    private final BuildOptions options;
    private final List<Built> built = new ArrayList<>();

    private record Built(Index index, double trainSeconds, double addSeconds, double error) {}

    /** @throws InvalidInputException if there are too few vectors to train codebooks on */
    ThreeIndexes(TourData data, BuildOptions options) {
        long n = data.training().n();
        if (n < CENTROIDS) {
            throw new InvalidInputException(data.name() + " has " + n + " vectors to train on; the tour's codebooks have "
                    + CENTROIDS + " centroids, and need as many at least");
        }
        this.data = data;
        this.options = options;
    }

    /** The values of nprobe to measure: powers of two, those shown, and all cells. */
    static List<Integer> sweep(int nlist) {
        var sweep = new TreeSet<Integer>();
        for (int nprobe = 1; nprobe < nlist; nprobe *= 2) {
            sweep.add(nprobe);
        }
        SHOWN.stream().filter(nprobe -> nprobe < nlist).forEach(sweep::add);
        sweep.add(nlist);
        return List.copyOf(sweep);
    }

    Results tell(Story story) {
        long n = data.base().n();
        int d = data.base().d();
        int nlist = UsualShape.nlist(n, data.training().n());
        String pq = "PQ" + UsualShape.subspaces(d);
        String ivfpq = "IVF" + nlist + "," + pq;
        story.heading("4. Three indexes");
        story.paragraph("Now all " + Format.count(n) + " vectors of " + d + " numbers, in three indexes. `Flat` keeps the vectors and compares a query "
                + "with each: exact. `" + pq + "` keeps " + UsualShape.subspaces(d) + " bytes of each vector and compares the query with all codes. `" + ivfpq
                + "` has " + Format.count(nlist) + " cells as well, codes what each vector differs from its cell's centroid, and looks into `nprobe` cells.");
        Index flat = build("Flat");
        Index exhaustive = build(pq);
        Index cells = build(ivfpq);
        story.table(buildTable(), "Trained on " + Format.count(data.training().n()) + " vectors"
                + (data.learn().isPresent() ? " of their own" : ", the base itself") + ", with " + options.parallel().parallelism()
                + (options.parallel().parallelism() == 1 ? " thread" : " threads") + ". The error is the mean squared distance of a vector to its decoding. "
                + "File: the size of the index in Faiss's format. Resident: all that is held in memory to search."
                + (flat.inspect().codeBytes() == d ? " Flat holds each number in one byte, since all are whole numbers from 0 to 255." : ""));

        var measuring = new Measuring(data, truth(), options);
        List<Setting> settings = new ArrayList<>(List.of(new Setting(flat, 0), new Setting(exhaustive, 0)));
        sweep(nlist).forEach(nprobe -> settings.add(new Setting(cells, nprobe)));
        List<Measurement> measured = measuring.measure(settings);
        return new Results(data, measured.get(0), measured.get(1), measured.subList(2, measured.size()), nlist, SHOWN);
    }

    private Index build(String spec) {
        Index index = Index.of(spec, data.base().d());
        double trainSeconds = seconds(() -> index.train(data.training(), options));
        double addSeconds = seconds(() -> index.add(data.base(), options));
        Vectors sample = data.base().rows(0, Math.min(data.base().n(), MOST_ERROR_ROWS));
        built.add(new Built(index, trainSeconds, addSeconds, index.quantizationError(sample, options)));
        return index;
    }

    private Table buildTable() {
        var table = new Table("index", "train", "add", "error", "file", "resident", "bytes per vector");
        for (Built b : built) {
            var report = b.index().inspect();
            table.row(b.index().spec().toString(), time(b.trainSeconds()), time(b.addSeconds()), Format.count(Math.round(b.error())),
                    Format.bytes(report.fileBytes()), Format.bytes(report.residentBytes()),
                    String.format(Locale.ROOT, "%.1f", report.bytesPerVector()));
        }
        return table;
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private GroundTruth truth() {
        return data.truth().map(GroundTruth::of).orElseGet(
                () -> GroundTruth.compute(data.base(), data.queries(), TourData.K, Metric.L2, options.parallel(), options.progress()));
    }
}
