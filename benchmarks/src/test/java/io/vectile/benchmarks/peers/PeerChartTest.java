package io.vectile.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.benchmarks.RawLine;
import io.vectile.pictures.LineChart;
import io.vectile.pictures.Series.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerChartTest {
    private static RawLine search(String library, String setting, double recall, double millis) {
        return RawLine.of(String.format(Locale.ROOT, "{\"kind\": \"search\", \"library\": \"%s\", \"index\": \"graph\", \"search\": \"%s\", "
                + "\"recall\": {\"10@10\": %s}, \"single_ms\": {\"p50\": 7}, \"queries_per_s\": %s}", library, setting, recall, 1e3 / millis));
    }

    private static final List<RawLine> LINES = List.of(
            RawLine.of("{\"kind\": \"about\"}"),
            search("Lucene", "k=20", 0.95, 0.5), search("Lucene", "k=10", 0.9, 0.25), search("Lucene", "k=12", 0.9, 0.4),
            search("Lucene", "k=4", 0.5, 0.1),
            search("Vectile", "nprobe=8", 0.9, 0.1), search("Vectile", "nprobe=8", 0.9, 0.2), search("Vectile", "nprobe=8", 0.9, 9),
            search("Vectile", "", 1, 3));

    @Test
    void eachLibraryIsALineThroughTheMediansThatNoneOfItsOwnBeats() {
        LineChart chart = PeerChart.chart(LINES);
        assertEquals(List.of("Vectile", "Lucene"), chart.series().stream().map(series -> series.name()).toList());
        assertEquals(List.of(new Point(0.9, 5000)), chart.series().getFirst().points());
        assertEquals(List.of(new Point(0.9, 4000), new Point(0.95, 2000)), chart.series().getLast().points());
        assertEquals(0.9, chart.x().from(), 1e-9);
    }

    @Test
    void theFileStandsOnItsOwn(@TempDir Path folder) throws Exception {
        Path raw = Files.write(folder.resolve("raw.jsonl"), LINES.stream().map(PeerChartTest::json).toList());
        PeerChart.main(new String[] {raw.toString(), folder.resolve("chart.svg").toString()});
        String svg = Files.readString(folder.resolve("chart.svg"));
        assertTrue(svg.startsWith("<svg xmlns") && svg.contains("<style>") && svg.contains("Lucene"), svg);
    }

    private static String json(RawLine line) {
        return io.vectile.cli.text.Json.of(line.fields());
    }

    @Test
    void nothingToDrawIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> PeerChart.chart(LINES.subList(0, 1)));
    }
}
