package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossCheckTest {
    private static final int PAIRS = 6;

    @TempDir
    Path folder;

    @Test
    void whatWasMadeGivesTheSameAnswersAndBytesWhenRead() throws IOException {
        Path given = Files.createDirectories(folder.resolve("from-faiss"));
        Path made = folder.resolve("from-vectile");
        CrossCheck.main(new String[] {folder.toString(), String.valueOf(PAIRS), "3"});
        Map<String, byte[]> before = files(made);
        assertEquals(PAIRS, before.keySet().stream().filter(name -> name.endsWith("given.index")).count());

        Files.delete(given);
        Files.move(made, given);
        CrossCheck.main(new String[] {folder.toString(), "0", "3"});
        Map<String, byte[]> after = files(given);
        for (String name : before.keySet()) {
            assertArrayEquals(before.get(name), after.remove(name), name);
        }
        after.forEach((name, bytes) -> assertArrayEquals(before.get(name.replace("again", "given")), bytes, name));
        assertEquals(PAIRS, after.size());
    }

    @Test
    void theSameSeedMakesTheSameIndexes() throws IOException {
        Map<String, byte[]> first = new HashMap<>();
        for (String run : new String[] {"a", "b"}) {
            Files.createDirectories(folder.resolve(run).resolve("from-faiss"));
            CrossCheck.main(new String[] {folder.resolve(run).toString(), "3", "4"});
            files(folder.resolve(run).resolve("from-vectile")).forEach((name, bytes) -> {
                if (!name.endsWith(".properties")) { // which have the time of day
                    byte[] other = first.putIfAbsent(name, bytes);
                    assertArrayEquals(other == null ? bytes : other, bytes, name);
                }
            });
        }
        assertFalse(first.isEmpty());
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
