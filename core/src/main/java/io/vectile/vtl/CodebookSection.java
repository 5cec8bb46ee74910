package io.vectile.vtl;

import io.vectile.contents.Measurable;
import io.vectile.quantization.CodewordNumbers;
import io.vectile.quantization.ProductQuantizer;

/**
 * Section BOOK, the codebooks of a product quantizer; there is none before these are trained. Kind of element u32 (0: float32),
 * d u32, m u32, nbits u32, whether codewords have other numbers elsewhere u32 (0 or 1), zeros up to byte 64; then the centroids
 * of each subspace, {@code f32[m][2^nbits][d / m]}, and where they have other numbers, with 8 bits, these, {@code u8[m][256]}.
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
        CodewordNumbers numbers = quantizer.numbers();
        out.i32(numbers == null ? 0 : 1);
        out.align();
        out.f32s(quantizer.codebook());
        if (numbers != null) {
            byte[] outer = numbers.toBytes();
            out.bytes(outer, outer.length);
        }
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
        boolean renumbered = in.i32("whether codewords have other numbers", 0, nbits == 8 ? 1 : 0) == 1;
        in.zerosTo(start, HEAD_BYTES);
        long count = (long) d << nbits;
        section.requireLength(HEAD_BYTES + count * Float.BYTES + (renumbered ? (long) m << nbits : 0),
                "codebooks of PQ" + m + "x" + nbits + " for d = " + d + (renumbered ? " and numbers" : ""));
        float[] codebook = in.f32s("centroids of codebooks", count);
        long at = in.position();
        byte[] outer = renumbered ? in.bytes("numbers of codewords", m << nbits) : null;
        in.end();
        CodewordNumbers numbers = outer == null ? null : in.named(at, () -> new CodewordNumbers(outer));
        return in.named(start + HEAD_BYTES, () -> Measurable.require(ProductQuantizer.of(d, m, nbits, codebook, numbers)));
    }
}
