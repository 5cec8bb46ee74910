package io.vectile.cli.tour;

import io.vectile.cli.report.Story.Figure;
import io.vectile.cli.report.Story;
import io.vectile.cli.text.Format;
import io.vectile.pictures.Table;
import io.vectile.pictures.VoronoiPlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The third part: what the cells of an inverted file are, seen in the plane. */
final class CellsPicture {
    private CellsPicture() {}

    static void tell(Story story, CellsInPlane plane) {
        int cells = plane.centroids().length;
        List<Integer> nprobes = Stream.of(1, 2, 4).filter(nprobe -> nprobe <= cells).toList();
        double[] query = plane.tellingQuery(nprobes);
        story.heading("3. Looking into few cells");
        story.paragraph("An inverted file (`IVF`) does not look at every vector. k-means divides the space into `nlist` cells, each with the list "
                + "of the vectors in it, and a query visits the `nprobe` cells whose centroids are nearest. What lies just over a border is missed. "
                + "Below this is done in the plane: " + Format.count(plane.points().length) + " of the base vectors, projected onto the two "
                + "directions in which they spread most, in " + cells + " cells.");
        var table = new Table("cells visited", "this query finds", "all " + Format.count(plane.queries().length) + " queries find");
        List<Figure> figures = new ArrayList<>();
        for (int nprobe : nprobes) {
            CellsInPlane.Probe probe = plane.probe(query, nprobe);
            int wanted = probe.found().size() + probe.missed().size();
            String score = probe.found().size() + " of " + wanted;
            table.row(nprobe + " of " + cells, score, String.format(Locale.ROOT, "%.3f", plane.recall(nprobe)));
            String description = "nprobe = " + nprobe + ": " + score + " true neighbours found";
            var plot = new VoronoiPlot("Voronoi cells, " + nprobe + " of " + cells + " probed", description, plane.centroids(), plane.points(),
                    probe.cells(), query, probe.found(), probe.missed());
            figures.add(new Figure(description + (probe.missed().isEmpty() ? "." : ", " + probe.missed().size() + " missed."),
                    plot.svg("cells-" + nprobe)));
        }
        story.figures(figures, "The star is the query, chosen because it lies near a border. Lit cells are visited; green dots are true neighbours "
                + "found, crosses those missed; a small plus is a cell's centroid.");
        story.table(table, "True neighbours in the visited cells: of one query chosen because it lies near a border, and the share over all queries.");
    }
}
