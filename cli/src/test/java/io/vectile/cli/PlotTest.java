package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.cli.text.JsonReader;
import io.vectile.fixtures.xml.Xml;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code --plot FILE} of {@code bench} and of {@code tour}. */
class PlotTest {

    @TempDir
    Path temp;

    private SampleFiles sample;
    private Path plot;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
        plot = temp.resolve("plot.svg");
    }

    private CommandRun bench(Path file, Object... more) {
        List<Object> words = new ArrayList<>(List.of("bench", "--base", sample.baseFile, "--query", sample.queryFile, "--warmup", 0, "--plot", file));
        words.addAll(List.of(more));
        return CommandRun.done(words.toArray());
    }

    private static List<String> texts(Document svg) {
        return Xml.elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void benchDrawsAMarkForEachSearchWhereItsValuesSay() throws IOException {
        Path json = temp.resolve("bench.json");
        CommandRun run = bench(plot, "--index", "IVF16,PQ4", "--index", "Flat", "--search", "nprobe=1", "--search", "nprobe=4", "--search", "nprobe=16",
                "--json", json);
        assertTrue(run.out().strip().endsWith("The picture: " + plot), run.out());
        Document svg = Xml.parse(Files.readString(plot));
        List<String> texts = texts(svg);
        assertTrue(texts.containsAll(List.of("Recall and speed: 2,000 vectors of 16 numbers", "nprobe 1", "nprobe 4", "nprobe 16",
                "recall 10@10", "queries a second, one per call, on one thread")), texts.toString());

        for (Map<String, Object> line : Files.readString(json).lines().map(JsonReader::readObject).toList()) {
            String name = String.format(Locale.ROOT, "%s, %.1f B/vector", line.get("index"), line.get("bytes_per_vector"));
            assertTrue(texts.contains(name), name + " is not in " + texts);
        }

        List<double[]> measured = Files.readString(json).lines().map(JsonReader::readObject).filter(line -> line.get("index").equals("IVF16,PQ4"))
                .map(line -> new double[] {(double) ((Map<?, ?>) line.get("recall")).get("10@10"), (double) ((Map<?, ?>) line.get("single_ms")).get("p50")})
                .sorted(Comparator.comparingDouble(point -> point[0])).toList();
        List<Element> marks = Xml.ofClass(svg, "circle", "mark");
        assertEquals(3, marks.size());
        double x = number(marks.get(0), "cx");
        double perRecall = (number(marks.get(2), "cx") - x) / (measured.get(2)[0] - measured.get(0)[0]);
        assertEquals(perRecall * (measured.get(1)[0] - measured.get(0)[0]), number(marks.get(1), "cx") - x, 0.05);
        assertTrue(perRecall > 0, "more recall lies to the right");
        double perOctave = octave(svg);
        for (int i = 1; i < 3; i++) {
            double octaves = Math.log(measured.get(i - 1)[1] / measured.get(i)[1]) / Math.log(2);
            assertEquals(perOctave * octaves, number(marks.get(i - 1), "cy") - number(marks.get(i), "cy"), 0.1, "twice as fast is an octave higher");
        }
        assertEquals(1, Xml.ofClass(svg, "rect", "mark").size(), "Flat has one search");
    }

    /** How far apart, along the vertical axis, a number lies from twice that number: by the axis's least and greatest label. */
    private static double octave(Document svg) {
        List<Element> labels = Xml.ofClass(svg, "text", "end").stream().filter(text -> text.getTextContent().matches("[\\d,]+")).toList();
        double least = Double.parseDouble(labels.getFirst().getTextContent().replace(",", ""));
        double most = Double.parseDouble(labels.getLast().getTextContent().replace(",", ""));
        return (number(labels.getFirst(), "y") - number(labels.getLast(), "y")) / (Math.log(most / least) / Math.log(2));
    }

    @Test
    void benchDrawsAnyNumberOfIndexesAsPngToo() throws IOException {
        Path png = temp.resolve("plot.png");
        bench(png, "--index", "Flat", "--index", "PQ1", "--index", "PQ2", "--index", "PQ4", "--index", "PQ8", "--index", "PQ4x4", "--index", "PQ2x4");
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(1600, image.getWidth());
        assertEquals(956, image.getHeight());
        int blue = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                blue += (image.getRGB(x, y) & 0xffffff) == 0x0072b2 ? 1 : 0;
            }
        }
        assertTrue(blue > 100, blue + " pixels of the colour of the first and the seventh index");
    }

    @Test
    void jsonOnStandardOutputStaysAlone() {
        CommandRun run = bench(plot, "--index", "Flat", "--json", "-");
        assertEquals(1, run.outLines().size(), run.out());
        assertTrue(Files.exists(plot));
    }

    @Test
    void theTourDrawsRecallOverTimeWithTheMemoryOfEachIndex() throws IOException {
        Path data = Files.createDirectory(temp.resolve("mine"));
        new SampleFiles(data);
        CommandRun run = CommandRun.done("tour", "--data", data, "--report", temp.resolve("tour.html"), "--plot", plot);
        assertTrue(run.out().contains("The picture: " + plot), run.out());
        List<String> texts = texts(Xml.parse(Files.readString(plot)));
        assertTrue(texts.containsAll(List.of("Recall over time per query: mine, 2,000 vectors", "time per query", "recall 10@10", "nprobe 1", "all cells")),
                texts.toString());
        for (String name : List.of("Flat", "PQ8", "IVF32,PQ8")) {
            assertEquals(1, texts.stream().filter(text -> text.matches(name + ", \\d+\\.\\d bytes a vector")).count(), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plot.pdf", "plot", "plot.svg.gz"})
    void anotherExtensionIsRefusedBeforeTheWork(String name) {
        Path file = temp.resolve(name);
        String message = "Invalid value for option '--plot': " + file + " needs one of the extensions .svg and .png";
        String bench = CommandRun.refused(2, "bench", "--index", "Flat", "--base", temp.resolve("nowhere.fvecs"), "--query", "q", "--plot", file);
        assertTrue(bench.contains(message), bench);
        Path report = temp.resolve("tour.html");
        assertTrue(CommandRun.refused(2, "tour", "--report", report, "--plot", file).contains(message));
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(report));
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeTheWork() throws IOException {
        Path missing = temp.resolve("missing").resolve("plot.png");
        String message = CommandRun.refused(2, "bench", "--index", "Flat", "--base", sample.baseFile, "--query", sample.queryFile, "--plot", missing);
        assertTrue(message.contains(missing + " needs a folder that exists; there is no " + missing.getParent()), message);
        Path folder = Files.createDirectory(temp.resolve("folder.svg"));
        assertTrue(CommandRun.refused(2, "tour", "--plot", folder).contains(folder + " is a folder"));
    }
}
