package io.vectile.quantization;

import io.vectile.error.InvalidInputException;

/**
 * What the codewords of an 8-bit quantizer are called elsewhere: in the file that it came from, whose order is not ours (see
 * {@link CodewordGroups}). Immutable and thread safe.
 */
public final class CodewordNumbers {
    private static final int WORDS = CodewordGroups.WORDS;

    private final int m;
    /** By subspace and own number, the number elsewhere. */
    private final byte[] outer;
    /** By subspace and number elsewhere, the own one. */
    private final byte[] own;

    /**
     * @param outer {@code byte[m * 256]}: for each subspace, what its codewords are called elsewhere, in our order
     * @throws InvalidInputException where two codewords of a subspace are called the same
     */
    public CodewordNumbers(byte[] outer) {
        this.m = outer.length / WORDS;
        this.outer = outer.clone();
        this.own = new byte[outer.length];
        for (int j = 0; j < m; j++) {
            boolean[] seen = new boolean[WORDS];
            for (int c = 0; c < WORDS; c++) {
                int number = outer[j * WORDS + c] & 255;
                if (seen[number]) {
                    throw new InvalidInputException("two codewords of subspace " + j + " have number " + number
                            + "; each must have its own");
                }
                seen[number] = true;
                own[j * WORDS + number] = (byte) c;
            }
        }
    }

    /** A copy of the numbers elsewhere, {@code byte[m * 256]}, by subspace in our order. */
    public byte[] toBytes() {
        return outer.clone();
    }

    /** Turns n codes from elsewhere, m bytes each, into ours, in place. */
    public void inward(byte[] codes, int at, int n) {
        translate(own, codes, at, n);
    }

    /** Turns n of our codes, m bytes each, into those elsewhere, in place. */
    public void outward(byte[] codes, int at, int n) {
        translate(outer, codes, at, n);
    }

    private void translate(byte[] numbers, byte[] codes, int at, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                int code = at + i * m + j;
                codes[code] = numbers[j * WORDS + (codes[code] & 255)];
            }
        }
    }

    /** Codebooks as they are ordered elsewhere, {@code float[m * 256 * dsub]}, in our order. */
    float[] inward(float[] codebook) {
        int dsub = codebook.length / outer.length;
        float[] ordered = new float[codebook.length];
        for (int c = 0; c < outer.length; c++) {
            System.arraycopy(codebook, elsewhere(c) * dsub, ordered, c * dsub, dsub);
        }
        return ordered;
    }

    /** Codebooks in our order, as they are ordered elsewhere. */
    float[] outward(float[] codebook) {
        int dsub = codebook.length / outer.length;
        float[] ordered = new float[codebook.length];
        for (int c = 0; c < outer.length; c++) {
            System.arraycopy(codebook, c * dsub, ordered, elsewhere(c) * dsub, dsub);
        }
        return ordered;
    }

    /** The place of a codeword among those of all subspaces, elsewhere. */
    private int elsewhere(int c) {
        return c / WORDS * WORDS + (outer[c] & 255);
    }
}
