package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.vectors.Metric;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexSpecTest {
    private static final String GRAMMAR =
            "; a spec is [transform,...][IVFn,]codec[,RFlat] with codec Flat, PQm or PQmxb, and transform PCAd, OPQm, RR or "
                    + "L2norm, such as Flat, PQ8, PQ16x4, IVF2048,PQ8 or OPQ8,IVF2048,PQ8,RFlat";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Flat              | 0       | 0  | 0  | false | Flat",
        "PQ8               | 0       | 8  | 8  | false | PQ8",
        "PQ8x8             | 0       | 8  | 8  | false | PQ8",
        "PQ16x4            | 0       | 16 | 4  | false | PQ16x4",
        "PQ1x1             | 0       | 1  | 1  | false | PQ1x1",
        "PQ3x16            | 0       | 3  | 16 | false | PQ3x16",
        "PQ8np             | 0       | 8  | 8  | false | PQ8",
        "PQ8x10np          | 0       | 8  | 10 | false | PQ8x10",
        "IVF2048,Flat      | 2048    | 0  | 0  | false | IVF2048,Flat",
        "IVF2048,PQ8       | 2048    | 8  | 8  | true  | IVF2048,PQ8",
        "IVF4k,PQ8x10      | 4096    | 8  | 10 | true  | IVF4096,PQ8x10",
        "IVF1M,PQ64x4      | 1048576 | 64 | 4  | true  | IVF1048576,PQ64x4",
        "IVF4M,Flat        | 4194304 | 0  | 0  | false | IVF4194304,Flat",
        "IVF1,PQ32np       | 1       | 32 | 8  | true  | IVF1,PQ32",
        "'  IVF16,PQ4  '   | 16      | 4  | 8  | true  | IVF16,PQ4",
    })
    void readsWhatFaissReads(String text, int nlist, int m, int nbits, boolean residual, String canonical) {
        IndexSpec.CodecSpec codec = m == 0 ? new IndexSpec.Flat() : new IndexSpec.Pq(m, nbits);
        IndexSpec spec = IndexSpec.parse(text);
        assertEquals(new IndexSpec(nlist, codec, residual), spec);
        assertEquals(canonical, spec.toString());
        assertEquals(spec, IndexSpec.parse(spec.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PCA16,Flat                      | PCA16,Flat                   | 16",
        "PCAW16,Flat                     | PCAW16,Flat                  | 16",
        "PCAR16,IVF4,PQ8                 | PCAR16,IVF4,PQ8              | 16",
        "PCAWR8,PQ8                      | PCAWR8,PQ8                   | 8",
        "OPQ8,IVF2048,PQ8,RFlat          | OPQ8,IVF2048,PQ8,RFlat       | 32",
        "OPQ8_16,PQ8                     | OPQ8_16,PQ8                  | 16",
        "RR,PQ8                          | RR,PQ8                       | 32",
        "RR64,PQ8                        | RR64,PQ8                     | 64",
        "L2norm,Flat                     | L2norm,Flat                  | 32",
        "L2Norm,Center,PCA8,IVF4,Flat    | L2norm,Center,PCA8,IVF4,Flat | 8",
        "Linear24,PQ8                    | Linear24,PQ8                 | 24",
        "PQ8,RFlat                       | PQ8,RFlat                    | 32",
    })
    void readsTransformsAndRefining(String text, String canonical, int dOut) {
        IndexSpec spec = IndexSpec.parse(text);
        assertEquals(canonical, spec.toString());
        assertEquals(spec, IndexSpec.parse(spec.toString()));
        assertEquals(dOut, spec.dOut(32));
        assertEquals(text.endsWith("RFlat"), spec.refine());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``             | ``              | is no codec that Vectile knows",
        "PX8            | PX8             | is no codec that Vectile knows",
        "PQ             | PQ              | is no codec that Vectile knows",
        "PQ8x           | PQ8x            | is no codec that Vectile knows",
        "PQ-8           | PQ-8            | is no codec that Vectile knows",
        "PQ8x4x2        | PQ8x4x2         | is no codec that Vectile knows",
        "IVF2048,PX8    | PX8             | is no codec that Vectile knows",
        "IVF2048,       | ``              | is no codec that Vectile knows",
        "IVF2048,IVF4   | IVF4            | is no codec that Vectile knows",
        "OPQ,PQ8        | OPQ             | is no codec that Vectile knows",
        "OPQ8_,PQ8      | OPQ8_           | is no codec that Vectile knows",
        "OPQ8           | OPQ8            | names a transform but no codec",
        "PCA8,L2norm    | L2norm          | names a transform but no codec",
        "PCA0,PQ8       | PCA0            | is out of range: PCA needs 1 to 1048576 dimensions; got 0",
        "OPQ0,PQ8       | OPQ0            | is out of range: OPQ needs at least 1 subspace; m is 0",
        "IVF4,OPQ8,PQ8  | OPQ8            | is no codec that Vectile knows",
        "IVF2048        | IVF2048         | names cells but no codec",
        "IVF,PQ8        | IVF             | is not IVF with a number, like IVF2048 or IVF4k",
        "IVFx,PQ8       | IVFx            | is not IVF with a number, like IVF2048 or IVF4k",
        "IVF16_HNSW,PQ8 | IVF16_HNSW      | is not IVF with a number, like IVF2048 or IVF4k",
        "IVF0,PQ8       | IVF0            | needs from 1 to 4194304 cells",
        "IVF5M,PQ8      | IVF5M           | needs from 1 to 4194304 cells",
        "IVF4194305,PQ8 | IVF4194305      | needs from 1 to 4194304 cells",
        "PQ0            | PQ0             | needs at least 1 subspace",
        "PQ8x0          | PQ8x0           | needs 1 to 24 bits per subspace",
        "PQ8x25         | PQ8x25          | needs 1 to 24 bits per subspace",
        "PQ9999999999   | PQ9999999999    | has a number that is too large",
        "PQ8x9999999999 | PQ8x9999999999  | has a number that is too large",
        "IVF9999999999k,PQ8 | IVF9999999999k | has a number that is too large",
        "PQ8,Flat       | Flat            | follows PQ8, where the spec should end",
        "IVF4,PQ8,RFlat,RFlat | RFlat      | follows RFlat, where the spec should end",
        "PQ8,RPQ4       | RPQ4            | follows PQ8, where the spec should end",
        "Flat,          | ``              | follows Flat, where the spec should end",
    })
    void namesThePartThatDoesNotParseAndWhatWould(String text, String part, String why) {
        Refused.asSpec("index spec \"" + text + "\": \"" + part + "\" " + why + GRAMMAR, () -> IndexSpec.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "flat                  | flat    | is no codec that Vectile knows              | Flat",
        "IVF16, PQ8            | ` PQ8`  | is no codec that Vectile knows              | IVF16,PQ8",
        "ivf4k,pq8x10          | ivf4k   | is no codec that Vectile knows              | IVF4k,PQ8x10",
        "opq8_32,Ivf4,pq8,rflat | opq8_32 | is no codec that Vectile knows             | OPQ8_32,IVF4,PQ8,RFlat",
        "l2norm,pcawr16,rr,flat | l2norm | is no codec that Vectile knows              | L2norm,PCAWR16,RR,Flat",
        "IVF 2048,PQ8          | IVF 2048 | is not IVF with a number, like IVF2048 or IVF4k | IVF2048,PQ8",
    })
    void saysWhatWasMeantWhereOnlyBlanksOrTheCaseAreWrong(String text, String part, String why, String meant) {
        Refused.asSpec("index spec \"" + text + "\": \"" + part + "\" " + why + "; did you mean " + meant + "?", () -> IndexSpec.parse(text));
    }

    @Test
    void partsOutOfRangeAreRefusedWithoutAString() {
        Refused.asInput("IVF needs nlist from 1 to 4194304; nlist is -1", () -> new IndexSpec(-1, new IndexSpec.Flat(), false));
        Refused.asInput("IVF needs nlist from 1 to 4194304; nlist is 4194305",
                () -> new IndexSpec(4194305, new IndexSpec.Flat(), false));
        Refused.asInput("residual codes need cells; PQ8 has one list", () -> IndexSpec.parse("PQ8").withResidual(true));
        Refused.asInput("PQ needs at least 1 subspace; m is 0", () -> new IndexSpec.Pq(0, 8));
        Refused.asInput("PQ needs nbits from 1 to 24; nbits is 0", () -> new IndexSpec.Pq(8, 0));
        Refused.asInput("PQ needs nbits from 1 to 24; nbits is 25", () -> new IndexSpec.Pq(8, 25));
    }

    @Test
    void aSpecMustSuitTheDimension() {
        Refused.asInput("PQ8 needs d divisible by 8; d is 100", () -> Index.of("PQ8", 100));
        Refused.asInput("PQ8 needs d divisible by 8; d is 4", () -> Index.of("IVF16,PQ8", 4));
        Refused.asInput("OPQ7 needs its dimensions divisible by 7; after it there are 128", () -> Index.of("OPQ7,PQ8", 128));
        Refused.asInput("an index needs d from 1 to 1048576; d is 0", () -> Index.of("Flat", 0));
        Refused.asInput("an index needs d from 1 to 1048576; d is 1048577", () -> Index.of("Flat", 1048577));
        Refused.asInput("a codebook of 65536 centroids for d = 65536 does not fit into one array; use fewer nbits",
                () -> Index.of("PQ8x16", 65536));
        for (int d : IntStream.of(1, 1 << 20).toArray()) {
            assertEquals(d, Index.of("Flat", d).d());
        }
    }

    @Test
    void withResidualChangesNothingElse() {
        IndexSpec spec = IndexSpec.parse("IVF16,PQ4x5");
        assertTrue(spec.residual());
        IndexSpec plain = spec.withResidual(false);
        assertFalse(plain.residual());
        assertNotEquals(spec, plain);
        assertEquals(spec, plain.withResidual(true));
        assertEquals("IVF16,PQ4x5", plain.toString());
        assertEquals(plain, Index.of(plain, 8, Metric.COSINE).spec());
    }
}
