package io.vectile.benchmarks;

import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.SearchOptions;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Opens a Faiss file some times in a row and prints, as one JSON object, what each took, and what the first search after
 * the first opening did: {@code OpenFile FILE TIMES THREADS}. The first opening is that of a JVM that has compiled nothing
 * yet.
 */
public final class OpenFile {
    private OpenFile() {}

    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        int times = Integer.parseInt(args[1]);
        BuildOptions options = BuildOptions.defaults().withThreads(Integer.parseInt(args[2]));
        StringBuilder opened = new StringBuilder();
        double firstSearch = 0;
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            Index index = FaissFiles.read(file, options);
            long read = System.nanoTime();
            if (i == 0) {
                index.search(new float[index.d()], 10, SearchOptions.defaults().withNprobe(48));
                firstSearch = (System.nanoTime() - read) / 1e6;
            }
            opened.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.3f", (read - start) / 1e6));
        }
        System.out.printf(Locale.ROOT, "{\"open_ms\": [%s], \"first_search_ms\": %.3f}%n", opened, firstSearch);
    }
}
