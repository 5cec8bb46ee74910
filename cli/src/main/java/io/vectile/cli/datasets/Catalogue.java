package io.vectile.cli.datasets;

import static io.vectile.cli.datasets.DataSet.Role.BASE;
import static io.vectile.cli.datasets.DataSet.Role.GROUNDTRUTH;
import static io.vectile.cli.datasets.DataSet.Role.LEARN;
import static io.vectile.cli.datasets.DataSet.Role.QUERY;

import io.vectile.cli.datasets.DataSet.Member;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The data sets known by name. The facts are those of the sets' own page, http://corpus-texmex.irisa.fr: rows,
 * dimensions and archive sizes as stated there; the file sizes follow from the formats (per row an int32 dimension,
 * then four bytes per number; the ground truth has 100 neighbours a row).
 */
public record Catalogue(List<DataSet> dataSets) {
    private static final int GROUND_TRUTH_NEIGHBOURS = 100;

    public static final Catalogue WELL_KNOWN = new Catalogue(List.of(
            texmex("siftsmall", "SIFT descriptors, the small set to try things with", "siftsmall", 128, "5.1 MB",
                    10_000, 100, 25_000),
            texmex("sift1m", "SIFT descriptors, the field's usual million", "sift", 128, "161 MB",
                    1_000_000, 10_000, 100_000),
            texmex("gist1m", "GIST descriptors, long vectors", "gist", 960, "2.6 GB",
                    1_000_000, 1_000, 500_000)));

    public Catalogue {
        dataSets = List.copyOf(dataSets);
    }

    public Optional<DataSet> find(String name) {
        return dataSets.stream().filter(set -> set.name().equalsIgnoreCase(name)).findFirst();
    }

    /** All names, for a message. */
    public String names() {
        return dataSets.stream().map(DataSet::name).collect(Collectors.joining(", "));
    }

    private static DataSet texmex(
            String name, String what, String folder, int d, String archiveSize, long base, long query, long learn) {
        return new DataSet(
                name,
                what,
                d,
                URI.create("ftp://ftp.irisa.fr/local/texmex/corpus/" + folder + ".tar.gz"),
                archiveSize,
                folder,
                List.of(
                        new Member(BASE, folder + "_base.fvecs", base, rowsOf(d, base)),
                        new Member(QUERY, folder + "_query.fvecs", query, rowsOf(d, query)),
                        new Member(LEARN, folder + "_learn.fvecs", learn, rowsOf(d, learn)),
                        new Member(GROUNDTRUTH, folder + "_groundtruth.ivecs", query,
                                rowsOf(GROUND_TRUTH_NEIGHBOURS, query))));
    }

    private static long rowsOf(int numbers, long rows) {
        return rows * (Integer.BYTES + 4L * numbers);
    }
}
