package io.vectile.cli.explore.trade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.IndexSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchGridTest {
    private final SearchGrid grid = SearchGrid.parse("1, 4 16,4", "1,2.5");

    @Test
    void anIndexIsSearchedWithTheOptionsThatMeanSomethingToIt() {
        assertEquals(List.of(""), grid.of(IndexSpec.parse("Flat")));
        assertEquals(List.of("nprobe=1", "nprobe=4", "nprobe=16"), grid.of(IndexSpec.parse("IVF64,PQ8")));
        assertEquals(List.of("k_factor=1", "k_factor=2.5"), grid.of(IndexSpec.parse("PQ8,RFlat")));
        assertEquals(List.of("nprobe=1,k_factor=1", "nprobe=1,k_factor=2.5", "nprobe=4,k_factor=1", "nprobe=4,k_factor=2.5",
                "nprobe=16,k_factor=1", "nprobe=16,k_factor=2.5"), grid.of(IndexSpec.parse("IVF64,PQ8,RFlat")));
    }

    @Test
    void moreCellsThanThereAreMeanAllOnce() {
        assertEquals(List.of("nprobe=1", "nprobe=4", "nprobe=5"), SearchGrid.parse("1,4,5,8,16", "1").of(IndexSpec.parse("IVF5,Flat")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "nprobe   | two | nprobe must be numbers from 1 on, separated by commas; got \"two\"",
        "nprobe   | 1;2 | nprobe must be numbers from 1 on, separated by commas; got \"1;2\"",
        "nprobe   | -1 | nprobe must be numbers from 1 on, separated by commas; got \"-1\"",
        "nprobe   | 99999999999 | nprobe must be numbers from 1 on, separated by commas; got \"99999999999\"",
        "nprobe   | `` | nprobe must be numbers from 1 on, separated by commas; got \"\"",
        "k_factor | 1e3 | k_factor must be numbers from 1 on, separated by commas; got \"1e3\"",
        "nprobe   | 1,0 | nprobe must be at least 1; got 0",
        "nprobe   | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 | nprobe must be at most 16 numbers; got 17",
        "k_factor | 0.5 | k_factor must be from 1 to 1000; got 0.5",
        "k_factor | 1 2 3 4 5 6 7 | k_factor must be at most 6 numbers; got 7",
    })
    void whatIsNoListOfNumbersIsRefused(String name, String text, String message) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> {
            if (name.equals("nprobe")) {
                SearchGrid.nprobe(text);
            } else {
                SearchGrid.kFactor(text);
            }
        });
        assertEquals(message, refused.getMessage());
    }
}
