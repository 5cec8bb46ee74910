package io.vectile.vtl;

import io.vectile.contents.Measurable;
import io.vectile.quantization.ProductQuantizer;

/**
 * Section BOOK, the codebooks of a product quantizer; there is none before these are trained. Kind of element u32 (0: float32),
 * d u32, m u32, nbits u32, zeros up to byte 64; then the centroids of each subspace, {@code f32[m][2^nbits][d / m]}.
 */
final class CodebookSection {
    static final String NAME = "BOOK";

    private static final int HEAD_BYTES = 64;
    private static final int FLOAT32 = 0;

    private CodebookSection() {}

    static void write(SectionWriter out, ProductQuantizer quantizer) {
        out.begin(NAME, true);
        out.i32(FLOAT32);
        out.i32(quantizer.d());
        out.i32(quantizer.m());
        out.i32(quantizer.nbits());
        out.align();
        out.f32s(quantizer.codebook());
        out.end();
    }

    /** Reads it, for an index of this shape, which is one that a quantizer can have. */
    static ProductQuantizer read(Section section, int d, int m, int nbits) {
        SectionInput in = section.input();
        long start = in.position();
        in.i32("the kind of element", FLOAT32, FLOAT32);
        in.i32("d", d, d);
        in.i32("m", m, m);
        in.i32("nbits", nbits, nbits);
        in.zerosTo(start, HEAD_BYTES);
        long numbers = (long) d << nbits;
        section.requireLength(HEAD_BYTES + numbers * Float.BYTES, "codebooks of PQ" + m + "x" + nbits + " for d = " + d);
        float[] codebook = in.f32s("centroids of codebooks", numbers);
        in.end();
        return in.named(start + HEAD_BYTES, () -> Measurable.require(ProductQuantizer.of(d, m, nbits, codebook)));
    }
}
