package io.vectile.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
    @TempDir
    private Path folder;

    private static String fault(String words, String... args) {
        return Usage.fault(words, args, 0);
    }

    @Test
    void missingWordsAndFilesAreNamed() {
        String there = folder.toString();
        assertEquals("", fault("RAW OUT", there, "out"));
        assertEquals("needs RAW OUT; got 1 word", fault("RAW OUT", there));
        assertEquals("needs RAW OUT; got 3 words", fault("RAW OUT", there, "out", "more"));
        assertEquals("needs RAW OUT; got 0 words", fault("RAW OUT"));
        assertEquals("there is no " + there + "x", fault("RAW OUT", there + "x", "out"));
    }

    @Test
    void aWordInBracketsMayComeAnyNumberOfTimes() {
        String there = folder.toString();
        assertEquals("", fault("DIR N [SPEC...]", there, "1"));
        assertEquals("", fault("DIR N [SPEC...]", there, "1", "PQ8", "Flat"));
        assertEquals("needs DIR N [SPEC...]; got 1 word", fault("DIR N [SPEC...]", there));
    }
}
