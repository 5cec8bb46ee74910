package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.IndexReport;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.eval.GroundTruth;
import io.vectile.fixtures.xml.Xml;
import io.vectile.pictures.Table.Cell;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PicturesTest {
    private static final int D = 16;
    private static final Vectors ROWS = rows(600);

    private static Vectors rows(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] rows = new float[n * D];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return Vectors.of(rows, D);
    }

    private static Index index(String spec) {
        Index index = Index.of(spec, D);
        index.train(ROWS);
        index.add(ROWS);
        return index;
    }

    private static Map<String, String> byFirstCell(Table table) {
        return table.rows().stream().collect(Collectors.toMap(row -> row.get(0).text(), row -> row.get(1).text()));
    }

    private static List<String> texts(Document svg, String word) {
        return Xml.ofClass(svg, "text", word).stream().map(Element::getTextContent).toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void anIndexTellsWhatItIsMadeOfAndEveryByte() {
        Index index = index("IVF8,PQ4x4");
        IndexReport report = index.inspect();
        Table summary = Pictures.summary(index);
        assertEquals(List.of("index", "IVF8,PQ4x4"), summary.headings());
        Map<String, String> facts = byFirstCell(summary);
        assertEquals("600", facts.get("vectors"));
        assertEquals("16", facts.get("dimensions"));
        assertEquals("2 B, of the difference to its cell's centroid", facts.get("code of a vector"));
        assertEquals("8 of " + report.lists().smallest() + " to " + report.lists().largest() + " vectors, 0 empty", facts.get("lists"));

        Table memory = Pictures.memory(index);
        Map<String, String> bytes = byFirstCell(memory);
        assertEquals("1,200", bytes.get("codes"));
        long sum = memory.rows().stream().limit(memory.rows().size() - 1).mapToLong(row -> Long.parseLong(row.get(1).text().replace(",", ""))).sum();
        assertEquals(report.residentBytes(), sum);
        assertEquals(Quantity.NUMBER.label(sum), bytes.get("resident"));
        assertTrue(memory.rows().getLast().getFirst().strong());
    }

    @Test
    void anIndexOfManyListsShowsHowTheirSizesSpread() {
        Index index = index("IVF8,Flat");
        Column stack = Pictures.of(index);
        assertEquals(3, stack.parts().size());
        Histogram sizes = assertInstanceOf(Histogram.class, stack.parts().get(2));
        assertEquals(8, sizes.counts().stream().mapToLong(Long::longValue).sum());
        long[] expected = new long[sizes.counts().size()];
        for (long size : index.listSizes()) {
            expected[(int) ((size - sizes.from()) / sizes.step())]++;
        }
        assertEquals(Arrays.stream(expected).boxed().toList(), sizes.counts());
        Document html = Xml.parse("<body>" + stack.toHtml() + "</body>");
        assertEquals(2, Xml.elements(html, "table").size());
        assertEquals(1, Xml.elements(html, "img").size());
        assertEquals(2, Pictures.of(index("PQ4x4")).parts().size(), "one list has no spread");
    }

    @Test
    void anIndexThatIsNotTrainedIsShownToo() {
        Index index = Index.of("IVF8,PQ4", D);
        assertEquals("no", byFirstCell(Pictures.summary(index)).get("trained"));
        assertEquals("8 of 0 to 0 vectors, 8 empty", byFirstCell(Pictures.summary(index)).get("lists"));
        assertEquals(List.of(8L), Pictures.listSizes(index).counts());
        Xml.parse("<body>" + Pictures.of(index).toHtml() + "</body>");
    }

    @Test
    void codebooksAreAPanelForEachPartWithAColourForEachNumber() {
        // Part j, centroid c, dimension e: 0 to 15 in turn, so that colours rise evenly.
        float[] codebook = new float[2 * 4 * 2];
        for (int i = 0; i < codebook.length; i++) {
            codebook[i] = i;
        }
        HeatMap map = assertInstanceOf(HeatMap.class, Pictures.of(ProductQuantizer.of(4, 2, 2, codebook)));
        assertEquals(2, map.panels().size());
        assertEquals(4, map.panels().get(1).rows());
        assertEquals(2, map.panels().get(1).columns());
        assertEquals(8f, map.panels().get(1).values()[0]);
        Document svg = Xml.parse(map.toSvg());
        assertEquals(List.of("part 0", "part 1"), texts(svg, "middle"));
        assertTrue(texts(svg, "tick").containsAll(List.of("0", "15")), "the key");
        List<Element> panels = Xml.elements(svg, "image");
        assertEquals(3, panels.size());
        Shades shades = new Shades(0, 15);
        var image = map.toImage(2);
        for (int j = 0; j < 2; j++) {
            Element panel = panels.get(j);
            for (int c = 0; c < 4; c++) {
                for (int e = 0; e < 2; e++) {
                    double x = number(panel, "x") + number(panel, "width") * (e + 0.5) / 2;
                    double y = number(panel, "y") + number(panel, "height") * (c + 0.5) / 4;
                    assertEquals(shades.color(codebook[(j * 4 + c) * 2 + e]).getRGB(), image.getRGB((int) (2 * x), (int) (2 * y)), j + " " + c + " " + e);
                }
            }
        }
    }

    @Test
    void ofVeryManyCentroidsTheFirstAreShownAndItSaysSo() {
        HeatMap map = assertInstanceOf(HeatMap.class, Pictures.of(ProductQuantizer.of(1, 1, 11, new float[2048])));
        assertEquals(1024, map.panels().getFirst().rows());
        assertEquals("The first 1,024 of 2,048 centroids of each part, 1 dimensions wide", map.description());
    }

    @Test
    void centroidsOfAPartAreLinesOverItsDimensions() {
        float[] codebook = {0, 0, 0, 1, 2, 3, 10, 11, 12, 20, 21, 22};
        ProductQuantizer quantizer = ProductQuantizer.of(6, 2, 1, codebook);
        Document svg = Xml.parse(Pictures.centroids(quantizer, 1).toSvg());
        List<Element> lines = Xml.ofClass(svg, "path", "line");
        assertEquals(2, lines.size());
        double[] first = Xml.numbers(lines.get(0), "d");
        double[] second = Xml.numbers(lines.get(1), "d");
        assertEquals(6, first.length);
        // 10 to 11 is as far as 21 to 22, and ten times that lie between the lines.
        assertEquals(10 * (first[1] - first[3]), first[1] - second[1], 0.2);
        assertTrue(texts(svg, "tick").containsAll(List.of("3", "4", "5")), texts(svg, "tick").toString());
        assertThrows(InvalidInputException.class, () -> Pictures.centroids(quantizer, 2));
    }

    @Test
    void aReconstructionShowsBothLinesTheCodeAndTheErrorOfEachPart() {
        float[] codebook = {0, 0, 10, 10, 5, 5, 20, 20};
        ProductQuantizer quantizer = ProductQuantizer.of(4, 2, 1, codebook);
        Picture picture = Pictures.reconstruction(new float[] {9, 10, 5, 8}, quantizer);
        assertEquals("Squared error 10 in all; by part: 1, 9", picture.description());
        Document svg = Xml.parse(picture.toSvg());
        List<Element> lines = Xml.ofClass(svg, "path", "line");
        double[] vector = Xml.numbers(lines.get(0), "d");
        double[] restored = Xml.numbers(lines.get(1), "d");
        assertEquals(8, vector.length);
        assertEquals(vector[3], restored[3], 0.01, "10 is restored as 10");
        assertEquals(vector[5], restored[5], 0.01, "5 as 5");
        assertEquals(3 * (vector[1] - restored[1]), restored[7] - vector[7], 0.05, "9 as 10, one too high; 8 as 5, three too low");
        List<Element> bars = Xml.ofClass(svg, "rect", "bar");
        assertEquals(2, bars.size());
        assertEquals(9, number(bars.get(1), "height") / number(bars.get(0), "height"), 0.1);
        // Centroid 1 of part 0, centroid 0 of part 1: the labels under the bars.
        double bottom = number(bars.get(0), "y") + number(bars.get(0), "height");
        List<String> codes = new ArrayList<>();
        Xml.ofClass(svg, "text", "middle").stream().filter(text -> number(text, "y") > bottom).forEach(text -> codes.add(text.getTextContent()));
        assertEquals(List.of("1", "0"), codes);
        assertEquals(List.of("vector", "reconstruction"), List.of(texts(svg, "blue").getFirst(), texts(svg, "orange").getFirst()));
    }

    @Test
    void whatAnIndexReconstructsIsShownByPart() {
        Index index = index("PQ4x4");
        Picture given = Pictures.reconstruction(ROWS.row(3), index.reconstruct(3), 4);
        Picture coded = Pictures.reconstruction(ROWS.row(3), index.quantizer().orElseThrow());
        assertEquals(coded.description(), given.description());
        assertEquals("m parts need d divisible by m; d is 16, m is 3",
                assertThrows(InvalidInputException.class, () -> Pictures.reconstruction(ROWS.row(3), ROWS.row(3), 3)).getMessage());
        assertThrows(InvalidInputException.class, () -> Pictures.reconstruction(ROWS.row(3), new float[8], 4));
        assertThrows(InvalidInputException.class, () -> Pictures.reconstruction(new float[8], index.quantizer().orElseThrow()));
    }

    @Test
    void anAnswerListsIdsAndDistances() {
        Neighbors found = index("Flat").search(ROWS.row(5), 3);
        Table table = Pictures.of(found);
        assertEquals(List.of("place", "id", "distance"), table.headings());
        assertEquals(3, table.rows().size());
        assertEquals(List.of("1", "5", "0"), table.rows().getFirst().stream().map(Cell::text).toList());
        Neighbors few = index("Flat").search(ROWS.row(5), 1000);
        assertEquals(600, Pictures.of(few).rows().size(), "places that nothing fills are left out");
        assertThrows(IndexOutOfBoundsException.class, () -> Pictures.of(found, 1));
    }

    @Test
    void besideTheTruthTrueNeighboursAreMarkedAndMissesListed() {
        Vectors queries = ROWS.rows(0, 20);
        GroundTruth truth = GroundTruth.compute(ROWS, queries, 10, Metric.L2, Parallel.single(), Progress.NONE);
        Neighbors found = index("IVF8,Flat").search(queries, 10, SearchOptions.defaults().withNprobe(1));
        int missedInAll = 0;
        for (int q = 0; q < 20; q++) {
            Table table = Pictures.of(found, q, truth);
            List<Long> wanted = Arrays.stream(truth.ids()[q]).boxed().toList();
            List<String> missed = new ArrayList<>();
            for (List<Cell> row : table.rows()) {
                long id = Long.parseLong(row.get(1).text());
                boolean isMissed = row.get(0).text().equals("missed");
                String truePlace = wanted.contains(id) ? Integer.toString(wanted.indexOf(id) + 1) : "-";
                assertEquals(truePlace, row.get(3).text(), "query " + q + " id " + id);
                assertEquals(!isMissed && wanted.contains(id), row.get(1).strong());
                if (isMissed) {
                    missed.add(row.get(1).text());
                }
            }
            List<Long> got = Arrays.stream(found.ids(q)).boxed().toList();
            assertEquals(wanted.stream().filter(id -> !got.contains(id)).map(Object::toString).toList(), missed, "query " + q);
            missedInAll += missed.size();
        }
        assertTrue(missedInAll > 0, "one cell of eight finds not all");
        GroundTruth two = new GroundTruth(10, Arrays.copyOf(truth.ids(), 2), Arrays.copyOf(truth.distances(), 2));
        assertTrue(assertThrows(InvalidInputException.class, () -> Pictures.of(found, 2, two)).getMessage().endsWith("the ground truth has 2 queries"));
    }
}
