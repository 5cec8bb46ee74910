package io.vectile.stress.races;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.results.III_Result;

/** The race tests of three threads, which jcstress leaves out where there are but two CPUs, in a plain loop. */
class ThreeAtOnceTest {
    private static final int ROUNDS = 200;

    private interface Actor {
        void act();
    }

    private static void allAtOnce(Actor... actors) throws Exception {
        CyclicBarrier start = new CyclicBarrier(actors.length);
        try (ExecutorService threads = Executors.newFixedThreadPool(actors.length)) {
            Future<?>[] ends = new Future<?>[actors.length];
            for (int i = 0; i < actors.length; i++) {
                Actor actor = actors[i];
                ends[i] = threads.submit(() -> {
                    start.await();
                    actor.act();
                    return null;
                });
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }

    @Test
    void addBesideCompactBesideSearch() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            AddBesideCompactBesideSearch test = new AddBesideCompactBesideSearch();
            III_Result r = new III_Result();
            allAtOnce(test::add, test::compact, () -> test.search(r));
            test.after(r);
            assertTrue(Set.of("0, 4, 6", "2, 4, 6").contains(r.toString()), r.toString());
        }
    }

    @Test
    void removeBesideCompactBesideSearch() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RemoveBesideCompactBesideSearch test = new RemoveBesideCompactBesideSearch();
            III_Result r = new III_Result();
            allAtOnce(test::remove, test::compact, () -> test.search(r));
            test.after(r);
            assertTrue(Set.of("2, 2, 2", "0, 2, 2").contains(r.toString()), r.toString());
        }
    }
}
