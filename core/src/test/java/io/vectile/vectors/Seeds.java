package io.vectile.vectors;

import java.util.SplittableRandom;

/** Runs a property over many generated cases; a failure names the seed that makes its case again. For tests here and above. */
public final class Seeds {
    private Seeds() {}

    public interface Property {
        void holds(SplittableRandom random) throws Exception;
    }

    public static void forAll(int cases, Property property) {
        for (long seed = 0; seed < cases; seed++) {
            try {
                property.holds(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("fails for seed " + seed + ": " + e, e);
            }
        }
    }
}
