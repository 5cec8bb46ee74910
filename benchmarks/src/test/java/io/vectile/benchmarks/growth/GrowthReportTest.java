package io.vectile.benchmarks.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.benchmarks.RawLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthReportTest {
    @TempDir
    private Path folder;

    private static RawLine line(String series, String built, int n, double single, double batch, double add) {
        return line("n", series, built, n, single, batch, add);
    }

    private static RawLine line(String grows, String series, String built, int n, double single, double batch, double add) {
        return RawLine.of(String.format(Locale.ROOT, "{\"grows\": \"%s\", \"series\": \"%s\", \"built\": \"%s\", \"size\": %d, \"index\": \"%s\", "
                + "\"code_bytes\": %d, \"train_s\": 2.5, \"add_s\": %s, \"pack_s\": 0.25, \"bytes_per_vector\": 8.25, \"kernels\": \"k\", \"jdk\": \"25\", "
                + "\"single_ms\": {\"p50\": %s, \"p99\": 99}, \"batch_ms\": %s, \"load\": 1.5}", grows, series, built, n, built, 8L * n, add, single, batch));
    }

    private static final RawLine ABOUT = RawLine.of("{\"data\": \"some\", \"date\": \"today\", \"cpu\": \"a CPU\", \"processors\": 2, \"system\": \"an OS\", "
            + "\"runs\": 3, \"jdk\": \"25\"}");

    private List<String> report(List<RawLine> lines) throws IOException {
        GrowthReport.write(lines, folder);
        return Files.readAllLines(folder.resolve("growth.md"));
    }

    @Test
    void tablesHaveMediansRatiosAndSlopes() throws IOException {
        List<RawLine> lines = new ArrayList<>(List.of(ABOUT));
        for (double slower : new double[] {1, 2, 1.5}) {
            lines.add(line("PQ8", "PQ8", 1000, 0.1 * slower, 0.05, 1));
            lines.add(line("IVF,PQ8 nprobe 8", "IVF,PQ8", 1000, 1, 1, 3));
            lines.add(line("IVF,PQ8 nprobe 48", "IVF,PQ8", 1000, 1, 1, 3));
            lines.add(line("PQ8", "PQ8", 4000, 0.4 * slower, 0.1, 4));
            lines.add(line("IVF,PQ8 nprobe 8", "IVF,PQ8", 4000, 1, 16, 6));
            lines.add(line("IVF,PQ8 nprobe 48", "IVF,PQ8", 4000, 1, 1, 6));
        }
        List<String> text = report(lines);
        assertTrue(text.contains("| PQ8 | 1,000 |  | 0.150 (0.100-0.200) |  | 0.0500 (0.0500-0.0500) |  |"), text.toString());
        assertTrue(text.contains("| PQ8 | 4,000 | 4.00 | 0.600 (0.400-0.800) | 4.00 (1.00) | 0.100 (0.100-0.100) | 2.00 (0.50) |"), text.toString());
        assertTrue(text.contains("| IVF,PQ8 nprobe 8 | 4,000 | 4.00 | 1.00 (1.00-1.00) | 1.00 (0.00) | 16.0 (16.0-16.0) | 16.00 (2.00) |"), text.toString());
        assertTrue(text.contains("| IVF,PQ8 | 4,000 | 4.00 | 2.50 (2.50-2.50) |  | 6.00 (6.00-6.00) | 2.00 (0.50) | 0.250 | 8.25 |"), text.toString());
        assertEquals(1, text.stream().filter(row -> row.startsWith("| IVF,PQ8 | 4,000")).count(), "an index is built once");
        assertTrue(text.contains("- One thread; 3 processes for each table, in turn; load average before a process 1.5 to 1.5"), text.toString());
        for (String name : List.of("growth-n-search.svg", "growth-n-batch.svg", "growth-n-add.svg")) {
            assertTrue(text.stream().anyMatch(row -> row.endsWith("(" + name + ")")), name);
            assertEquals(2, Files.readString(folder.resolve(name)).split("<circle").length - 1, "a mark for each size of PQ8");
        }
        assertFalse(Files.exists(folder.resolve("growth-d-search.svg")));
    }

    @Test
    void scansAreHeldAgainstTheLeastSweepThatHoldsTheirCodes() throws IOException {
        List<RawLine> lines = new ArrayList<>();
        for (int[] sweep : new int[][] {{1_000, 100}, {8_000, 80}, {64_000, 20}}) {
            lines.add(RawLine.of("{\"grows\": \"memory\", \"series\": \"sweep\", \"size\": " + sweep[0] + ", \"bytes_per_s\": " + sweep[1] + "e9, \"jdk\": \"25\"}"));
        }
        // 8,000 bytes in 0.2 microseconds are 40 GB/s; 80,000 bytes in 8 are 10 GB/s.
        lines.add(line("PQ8", "PQ8", 1_000, 0.0002, 0.0001, 1));
        lines.add(line("PQ8", "PQ8", 10_000, 0.008, 0.002, 1));
        List<String> text = report(lines);
        assertTrue(text.contains("| 64,000 | 20.0 |"), text.toString());
        assertTrue(text.contains("| `PQ8` | 1,000 | 8,000 | 40.0 | 0.50 | 80.0 | 1.0 |"), text.toString());
        assertTrue(text.contains("| `PQ8` | 10,000 | 80,000 | 10.0 | 0.50 | 40.0 | 2.0 |"), text.toString());
    }

    @Test
    void threadsAreHeldAgainstOne() throws IOException {
        List<RawLine> lines = new ArrayList<>();
        for (double[] threads : new double[][] {{1, 4, 2, 1}, {2, 2.5, 1, 0.5}}) {
            lines.add(RawLine.of(String.format(Locale.ROOT, "{\"grows\": \"threads\", \"series\": \"PQ8\", \"size\": %.0f, \"train_s\": %s, \"add_s\": %s, "
                    + "\"search_s\": %s, \"jdk\": \"25\"}", threads[0], threads[1], threads[2], threads[3])));
        }
        List<String> text = report(lines);
        assertTrue(text.contains("| PQ8 | 1 | 4.00 (1.00) | 2.00 (1.00) | 1.00 (1.00) |"), text.toString());
        assertTrue(text.contains("| PQ8 | 2 | 2.50 (1.60) | 1.00 (2.00) | 0.500 (2.00) |"), text.toString());
    }

    @Test
    void allocationsAreListed() throws IOException {
        List<String> text = report(List.of(RawLine.of("{\"grows\": \"allocation\", \"series\": \"Flat\", \"size\": 10, \"allocated_bytes\": 1234.5, "
                + "\"answer_bytes\": 120, \"jdk\": \"25\"}")));
        assertTrue(text.contains("| Flat | 10 | 1,235 | 120 |"), text.toString());
    }

    @Test
    void aRunBrokenOffBeforeAnythingWasTrainedHasNoChartOfTraining() throws IOException {
        List<String> text = report(List.of(line("d", "Flat", "Flat", 96, 1, 1, 1)));
        assertTrue(text.contains("![Adding over d](growth-d-add.svg)"), text.toString());
        assertFalse(Files.exists(folder.resolve("growth-d-train.svg")));
    }

    @Test
    void withoutMeasurementsThereIsNoReport() {
        assertThrows(IllegalArgumentException.class, () -> GrowthReport.write(List.of(ABOUT), folder));
    }
}
