package io.vectile.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Refused;
import io.vectile.error.IndexStateException;
import io.vectile.transform.TransformChain.Scratch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransformChainTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Scratch scratch = new Scratch();

    private TransformChain chain() {
        return new TransformChain(6, List.of(new Centering(6, Samples.normal(6, random)), RandomRotation.train(6, 70, 2),
                RandomRotation.train(70, 70, 3)));
    }

    @Test
    void appliesOneAfterTheOther() {
        TransformChain chain = chain();
        float[] x = Samples.normal(8 * 6, random);
        float[] given = x.clone();
        float[] centered = new float[8 * 6];
        float[] wide = new float[8 * 70];
        float[] expected = new float[8 * 70];
        chain.transforms().get(0).apply(x, 8, centered);
        chain.transforms().get(1).apply(centered, 8, wide);
        chain.transforms().get(2).apply(wide, 8, expected);
        float[] out = new float[8 * 70];
        chain.apply(x, 8, out, scratch);
        assertArrayEquals(expected, out);
        assertArrayEquals(expected, Arrays.copyOf(chain.apply(x, 8, scratch), 8 * 70));
        assertArrayEquals(given, x);
        assertEquals(70, chain.dOut());
        assertEquals(chain.transforms().stream().mapToLong(Transform::bytes).sum(), chain.bytes());
    }

    @Test
    void reverseGoesFromTheLastToTheFirst() {
        TransformChain chain = chain();
        assertTrue(chain.isReversible());
        float[] x = Samples.normal(5 * 6, random);
        float[] back = new float[5 * 6];
        chain.reverse(chain.apply(x, 5, scratch), 5, back, scratch);
        assertArrayEquals(x, back, 1e-5f);
    }

    @Test
    void scratchIsReusedFromCallToCall() {
        TransformChain chain = chain();
        float[] x = Samples.normal(8 * 6, random);
        float[] first = chain.apply(x, 8, scratch);
        assertSame(first, chain.apply(x, 2, scratch));
        assertNotSame(first, chain.apply(x, 8, new Scratch()));
    }

    @Test
    void theEmptyChainIsTheIdentity() {
        TransformChain identity = TransformChain.identity(3);
        assertTrue(identity.isIdentity() && identity.isTrained() && identity.isReversible());
        assertEquals(3, identity.dOut());
        assertEquals(0, identity.bytes());
        float[] x = {1, 2, 3, 4, 5, 6, 7};
        assertSame(x, identity.apply(x, 2, scratch));
        float[] out = new float[7];
        identity.apply(x, 2, out, scratch);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 0}, out);
        float[] back = new float[7];
        identity.reverse(x, 1, back, scratch);
        assertArrayEquals(new float[] {1, 2, 3, 0, 0, 0, 0}, back);
    }

    @Test
    void eachTakesWhatTheOneBeforeGives() {
        Refused.asInput("transform 1 of the chain takes 5 dimensions; what it is given has 4",
                () -> new TransformChain(6, List.of(RandomRotation.train(6, 4, 1), new Normalization(5))));
        Refused.asInput("transform 0 of the chain takes 5 dimensions; what it is given has 6",
                () -> new TransformChain(6, List.of(new Normalization(5))));
        Refused.asInput("a chain of transforms needs at least 1 dimension; got 0", () -> TransformChain.identity(0));
    }

    @Test
    void oneUntrainedTransformLeavesTheChainUntrained() {
        TransformChain chain = new TransformChain(4, List.of(new Normalization(4), Pca.untrained(4, 2, 0f, false)));
        assertFalse(chain.isTrained());
        assertFalse(chain.isReversible());
        assertThrows(IndexStateException.class, () -> chain.apply(new float[4], 1, scratch));
    }

    @Test
    void normalizationBringsRowsToLengthOneAndLeavesZeros() {
        Normalization normalization = new Normalization(2);
        float[] y = new float[8];
        normalization.apply(new float[] {3, 4, 0, 0, -1e-30f, 0, 2e38f, 2e38f}, 4, y);
        float diagonal = (float) Math.sqrt(0.5);
        assertArrayEquals(new float[] {0.6f, 0.8f, 0, 0, -1, 0, diagonal, diagonal}, y);
        assertFalse(normalization.isReversible());
        float[] back = new float[8];
        normalization.reverse(y, 4, back);
        assertArrayEquals(y, back);
        Refused.asInput("a normalization needs at least 1 dimension; got 0", () -> new Normalization(0));
    }

    @Test
    void centeringTakesTheMeanOffAndPutsItBack() {
        Centering centering = new Centering(2, new float[] {1, -2});
        float[] y = new float[4];
        centering.apply(new float[] {1, 1, 5, 0}, 2, y);
        assertArrayEquals(new float[] {0, 3, 4, 2}, y);
        float[] back = new float[4];
        centering.reverse(y, 2, back);
        assertArrayEquals(new float[] {1, 1, 5, 0}, back);
        assertEquals(centering, new Centering(2, new float[] {1, -2}));
        assertFalse(new Centering(2, null).isTrained());
        assertThrows(IndexStateException.class, () -> new Centering(2, null).apply(new float[2], 1, new float[2]));
        Refused.asInput("a centering of 2 dimensions has a mean of 2 numbers; got 3", () -> new Centering(2, new float[3]));
        Refused.asInput("a centering needs at least 1 dimension; got -1", () -> new Centering(-1, null));
    }
}
