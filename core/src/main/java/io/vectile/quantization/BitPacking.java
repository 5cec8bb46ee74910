package io.vectile.quantization;

/**
 * Codes as one little-endian bit stream, as Faiss packs them: value j takes the bits {@code [j * nbits, (j + 1) * nbits)},
 * least significant first; the last byte is filled up with zeros.
 */
final class BitPacking {
    private BitPacking() {}

    static int bytes(int m, int nbits) {
        return Math.toIntExact(((long) m * nbits + 7) / 8);
    }

    /** Sets value j of a stream whose bits there are still zero. */
    static void put(byte[] stream, int at, int j, int nbits, int value) {
        if (nbits == 8) {
            stream[at + j] = (byte) value;
            return;
        }
        int bit = j * nbits;
        int rest = value << (bit & 7);
        for (int i = at + (bit >>> 3); rest != 0; i++) {
            stream[i] |= (byte) rest;
            rest >>>= 8;
        }
    }

    static int get(byte[] stream, int at, int j, int nbits) {
        if (nbits == 8) {
            return stream[at + j] & 255;
        }
        int bit = j * nbits;
        int first = at + (bit >>> 3);
        int last = at + (bit + nbits - 1 >>> 3);
        int bits = 0;
        for (int i = last; i >= first; i--) {
            bits = bits << 8 | stream[i] & 255;
        }
        return bits >>> (bit & 7) & (1 << nbits) - 1;
    }
}
