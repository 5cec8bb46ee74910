package io.vectile.vtl;

import io.vectile.vectors.Vectors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Says what a file is, as far as its first bytes tell, that is not a Vectile file. */
final class ForeignFile {
    private ForeignFile() {}

    /**
     * A sentence for an error.
     *
     * @param head the first 64 bytes, or all where there are fewer
     * @param size of the file
     */
    static String describe(byte[] head, long size) {
        if (startsWith(head, Arrays.copyOf(Format.MAGIC, 4)) && head.length >= Format.MAGIC.length) {
            return "this is a Vectile file whose first 8 bytes were changed, as a transfer that takes it for a text does";
        }
        if (head.length < Format.MAGIC.length) {
            return "this is not a Vectile file: it ends after " + size + " bytes; a header has " + Format.HEADER_BYTES;
        }
        String kind = kind(head, size);
        return "this is not a Vectile file" + (kind == null ? ": it begins neither as one does nor as an index of Faiss" : "; it " + kind);
    }

    private static String kind(byte[] head, long size) {
        if (allZero(head)) {
            return "begins with zeros, as one whose writing was not finished";
        }
        if (startsWith(head, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'})) {
            return "seems to be an npy file of NumPy: vectors rather than an index";
        }
        if (startsWith(head, new byte[] {(byte) 0x89, 'H', 'D', 'F'})) {
            return "seems to be an HDF5 file: vectors rather than an index";
        }
        if (startsWith(head, new byte[] {0x1f, (byte) 0x8b}) || startsWith(head, new byte[] {'P', 'K', 3, 4})) {
            return "seems to be compressed (" + (head[0] == 'P' ? "zip" : "gzip") + "); unpack it first";
        }
        long first = Format.littleEndian(head).getInt(0) & 0xffffffffL;
        long second = Format.littleEndian(head).getInt(4) & 0xffffffffL;
        if (head[0] == 'I' && isText(Arrays.copyOf(head, 4)) && isDimension(second)) {
            return "seems to be an index of Faiss (\"" + text(head, 4) + "\"), which FaissFiles.read opens";
        }
        if (startsWith(head, "version https://git-lfs".getBytes(StandardCharsets.US_ASCII))) {
            return "is a pointer of Git LFS; fetch the file itself by \"git lfs pull\"";
        }
        if (isText(head)) {
            return "seems to be a text, beginning \"" + text(head, 24).strip() + "\"";
        }
        return vectors(first, second, size);
    }

    /** The formats of vectors that have no letters: known by sizes that fit. */
    private static String vectors(long first, long second, long size) {
        if (isDimension(first) && size % (4 + 4 * first) == 0) {
            return "seems to be an fvecs or ivecs file of d = " + first + ": vectors rather than an index";
        }
        if (isDimension(first) && size % (4 + first) == 0) {
            return "seems to be a bvecs file of d = " + first + ": vectors rather than an index";
        }
        if (first > 0 && isDimension(second) && (size - 8 == first * second || size - 8 == 4 * first * second)) {
            return "seems to be a bin file of " + first + " rows of d = " + second + ": vectors rather than an index";
        }
        return null;
    }

    private static boolean isDimension(long d) {
        return d >= 1 && d <= Vectors.MAX_D;
    }

    private static boolean startsWith(byte[] head, byte[] letters) {
        return head.length >= letters.length && ByteBuffer.wrap(head, 0, letters.length).equals(ByteBuffer.wrap(letters));
    }

    private static boolean allZero(byte[] head) {
        for (byte b : head) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if ((b < ' ' || b > '~') && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] head, int most) {
        String text = new String(head, 0, Math.min(most, head.length), StandardCharsets.US_ASCII);
        return text.lines().findFirst().orElse("");
    }
}
