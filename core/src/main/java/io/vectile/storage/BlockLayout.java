package io.vectile.storage;

import io.vectile.kernel.Kernels;

/**
 * How a vector's code lies in a block of 64: transposed, element r of lane v at {@code (r * 64 + v) * elementBytes}; or row
 * after row, as files and single measurements want plain vectors, at {@code (v * codeRows + r) * elementBytes}. The last
 * block of a packed list is narrow: it has as many lanes as it has vectors, so a list takes no byte more than its codes.
 *
 * @param codeRows     elements of a code: bytes of a compressed code, or dimensions of a plain vector
 * @param boundRow     whether one more row of bytes follows, the codec's lower bound of a term it adds to each distance
 * @param elementBytes 1, or 4 for floats, which then may lie at any alignment
 * @param rowMajor     whether vectors lie one after the other instead of transposed
 */
public record BlockLayout(int codeRows, boolean boundRow, int elementBytes, boolean rowMajor) {
    public BlockLayout {
        if (codeRows < 1 || (elementBytes != 1 && elementBytes != 4) || (boundRow && (elementBytes != 1 || rowMajor))) {
            throw new IllegalArgumentException("no such layout: " + codeRows + ", " + boundRow + ", " + elementBytes);
        }
    }

    /** Transposed blocks. */
    public BlockLayout(int codeRows, boolean boundRow, int elementBytes) {
        this(codeRows, boundRow, elementBytes, false);
    }

    /** Plain vectors of d numbers, one after the other. */
    public static BlockLayout ofRows(int d, int elementBytes) {
        return new BlockLayout(d, false, elementBytes, true);
    }

    /** Rows of a block, the bound row included. */
    public int rows() {
        return boundRow ? codeRows + 1 : codeRows;
    }

    /** Bytes of a vector's code outside of blocks, row-major. */
    public int codeBytes() {
        return codeRows * elementBytes;
    }

    /** Bytes of a block of 64 vectors. */
    public long blockBytes() {
        return bytes(Kernels.BLOCK);
    }

    /** Bytes of n vectors that are packed. */
    public long bytes(long n) {
        return Math.multiplyExact(n, (long) rows() * elementBytes);
    }

    /** Bytes past the end of packed lists that a scan of the last narrow block may read, though it makes nothing of them. */
    public int readAhead() {
        return rowMajor ? 0 : Kernels.BLOCK * elementBytes;
    }

    /** How many blocks n vectors need. */
    static long blocksFor(long n) {
        return (n + Kernels.BLOCK - 1) / Kernels.BLOCK;
    }
}
