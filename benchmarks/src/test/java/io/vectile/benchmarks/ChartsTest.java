package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.pictures.LineChart;
import io.vectile.pictures.Series.Point;
import io.vectile.pictures.Series.Stroke;
import io.vectile.pictures.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    @TempDir
    private Path folder;

    private static String line(String library, String index, String search, double recall, double single, double batch) {
        return String.format(Locale.ROOT, "{\"library\": \"%s\", \"index\": \"%s\", \"search\": \"%s\", \"recall\": {\"10@10\": %s}, "
                + "\"single_ms\": {\"p50\": %s, \"p99\": 9}, \"batch_ms\": %s, \"train_s\": 2, \"add_s\": 3}", library, index, search, recall, single, batch);
    }

    private static final List<String> RAW = List.of("{\"data\": \"none\"}",
            line("Faiss", "PQ8", "", 0.4, 5, 4), line("Vectile", "PQ8", "", 0.4, 0.5, 0.2),
            line("Vectile", "PQ8", "", 0.4, 0.25, 0.2), line("Vectile", "PQ8", "", 0.4, 0.1, 0.2),
            line("Vectile", "IVF8,PQ8", "nprobe=8", 0.9, 0.2, 0.1), line("Vectile", "IVF8,PQ8", "nprobe=1", 0.5, 0.1, 0.05));

    @Test
    void aLineGoesThroughTheBestOfEachLibraryAndTheOthersAreMarks() {
        List<RawLine> lines = RAW.stream().skip(1).map(RawLine::of).toList();
        LineChart chart = Charts.single(lines);
        List<Series> series = chart.series();
        assertEquals(List.of("Faiss", "Vectile", ""), series.stream().map(Series::name).toList());
        assertEquals(List.of(new Point(0.4, 200)), series.get(0).points());
        assertEquals(List.of(new Point(0.5, 10_000, "IVF8,PQ8 nprobe 1"), new Point(0.9, 5_000, "nprobe 8")), series.get(1).points());
        assertEquals(List.of(new Point(0.4, 4_000, "PQ8")), series.get(2).points(), "the median of three processes");
        assertEquals(Stroke.MARKS, series.get(2).stroke());
        assertEquals(series.get(1).look(), series.get(2).look());
        assertEquals(List.of(0.3, 1.0, 200.0, 10_000.0), List.of(chart.x().from(), chart.x().to(), chart.y().from(), chart.y().to()));
        assertEquals(5, Charts.build(lines).series().getFirst().points().getFirst().y());
        assertEquals(20_000, Charts.batch(lines).series().get(1).points().getFirst().y());
    }

    @Test
    void aPairIsCalledByItsFirstNames() {
        List<RawLine> lines = List.of(RawLine.of(line("Vectile", "IVF8,PQ8; Faiss: IVF8,PQ16x4fs", "nprobe=8; Faiss: none", 0.9, 0.2, 0.1)),
                RawLine.of(line("Vectile", "PQ8; Faiss: PQ16x4fs", "none; Faiss: k_factor_rf=2", 0.4, 0.1, 0.1)));
        assertEquals(List.of("PQ8", "IVF8,PQ8 nprobe 8"), Charts.single(lines).series().getFirst().points().stream().map(Point::label).toList());
        assertEquals(List.of("PQ8", "IVF8,PQ8"), Charts.build(lines).series().getFirst().points().stream().map(Point::label).toList());
    }

    @Test
    void chartsAreWrittenBesideEachOther() throws IOException {
        Path raw = folder.resolve("raw.jsonl");
        Files.write(raw, RAW);
        Charts.main(new String[] {raw.toString(), folder.resolve("x").toString()});
        for (String name : List.of("x-single.svg", "x-batch.svg", "x-build.svg")) {
            assertTrue(Files.readString(folder.resolve(name)).contains(">Vectile</text>"), name);
        }
    }
}
