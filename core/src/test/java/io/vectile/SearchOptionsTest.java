package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vectile.concurrent.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                            | 0   | 0    | ",
        "'  '                          | 0   | 0    | ",
        "nprobe=48                     | 48  | 0    | ",
        "nprobe=1                      | 1   | 0    | ",
        "nprobe=999999999              | 999999999 | 0 | ",
        "distances=symmetric           | 0   | 0    | SYMMETRIC",
        "distances=asymmetric          | 0   | 0    | ASYMMETRIC",
        "nprobe=8,distances=symmetric  | 8   | 0    | SYMMETRIC",
        "distances=symmetric, nprobe=8 | 8   | 0    | SYMMETRIC",
        "nprobe=3,nprobe=5             | 5   | 0    | ",
        "k_factor=4                    | 0   | 4    | ",
        "k_factor=1.5,nprobe=2         | 2   | 1.5  | ",
        "k_factor=1000                 | 0   | 1000 | ",
    })
    void areReadAsTheCommandLineGivesThem(String text, int nprobe, float kFactor, SearchOptions.Distances distances) {
        assertEquals(new SearchOptions(nprobe, null, null, distances, kFactor), SearchOptions.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nprobe", "nprobe=", "nprobe=x", "nprobe=-1", "nprobe=1=2", "nprobe=9999999999", "nprobe=4.5",
        "efSearch=3", "distances", "distances=", "distances=euclidean",
        "k_factor", "k_factor=", "k_factor=x", "k_factor=-2", "k_factor=1e3", "k_factor=.5", "k_factor=1=2", "48", "=", "nprobe 48"})
    void aPartThatIsNotUnderstoodIsNamed(String part) {
        for (String text : new String[] {part, "nprobe=2," + part}) {
            Refused.asInput("search options \"" + text + "\": \"" + part + "\" is not understood; use nprobe=N, "
                    + "k_factor=F, distances=asymmetric or distances=symmetric, joined by commas", () -> SearchOptions.parse(text));
        }
    }

    @Test
    void anEmptyPartIsNamedToo() {
        Refused.asInput("search options \"nprobe=2,\": \"\" is not understood; use nprobe=N, k_factor=F, distances=asymmetric or "
                + "distances=symmetric, joined by commas", () -> SearchOptions.parse("nprobe=2,"));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        Refused.asInput("nprobe must be at least 1; got 0", () -> SearchOptions.parse("nprobe=0"));
        SearchOptions defaults = SearchOptions.defaults();
        Refused.asInput("nprobe must be at least 1; got 0", () -> defaults.withNprobe(0));
        Refused.asInput("nprobe must be at least 1; got -7", () -> defaults.withNprobe(-7));
        Refused.asInput("nprobe must be at least 1; got -1",
                () -> new SearchOptions(-1, null, null, SearchOptions.Distances.SYMMETRIC, 0));
        Refused.asInput("k_factor must be from 1 to 1000; got 0.5", () -> defaults.withKFactor(0.5f));
        Refused.asInput("k_factor must be from 1 to 1000; got 0.0", () -> SearchOptions.parse("k_factor=0"));
        Refused.asInput("k_factor must be from 1 to 1000; got 1001.0", () -> defaults.withKFactor(1001));
        Refused.asInput("k_factor must be from 1 to 1000; got NaN", () -> defaults.withKFactor(Float.NaN));
        Refused.asInput("the number of threads must be at least 1; got 0", () -> defaults.withThreads(0));
        assertThrows(NullPointerException.class, () -> defaults.withDistances(null));
        assertThrows(NullPointerException.class, () -> defaults.withParallel(null));
    }

    @Test
    void eachWithChangesOneThingAndOnlyInTheCopy() {
        IdFilter filter = IdFilter.range(0, 1);
        Parallel parallel = Parallel.single();
        SearchOptions options = SearchOptions.defaults().withNprobe(3).withParallel(parallel).withFilter(filter)
                .withDistances(SearchOptions.Distances.SYMMETRIC).withKFactor(2);
        assertEquals(new SearchOptions(3, parallel, filter, SearchOptions.Distances.SYMMETRIC, 2), options);
        assertEquals(new SearchOptions(0, null, null, null, 0), SearchOptions.defaults());
        assertEquals(new SearchOptions(3, parallel, null, SearchOptions.Distances.SYMMETRIC, 2), options.withFilter(null));
    }

    @Test
    void oneQueryRunsOnTheCallersThreadAndManyOnAllUnlessToldOtherwise() {
        assertEquals(1, SearchOptions.defaults().threadsFor(1).parallelism());
        assertEquals(Runtime.getRuntime().availableProcessors(), SearchOptions.defaults().threadsFor(2).parallelism());
        assertEquals(5, SearchOptions.defaults().withThreads(5).threadsFor(1).parallelism());
        assertEquals(5, SearchOptions.defaults().withThreads(5).threadsFor(2).parallelism());
    }
}
