package io.vectile.storage;

import io.vectile.kernel.Kernels;

/**
 * How a vector's code lies in a block of 64: transposed, element r of lane v at {@code (r * 64 + v) * elementBytes}; or row
 * after row, as files and single measurements want plain vectors, at {@code (v * codeRows + r) * elementBytes}.
 *
 * @param codeRows     elements of a code: bytes of a compressed code, or dimensions of a plain vector
 * @param boundRow     whether one more row of bytes follows, the codec's lower bound of a term it adds to each distance
 * @param elementBytes 1, or 4 for floats, which then may lie at any alignment where they are row-major
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
        return (long) rows() * elementBytes * Kernels.BLOCK;
    }

    /** Where lane v of row r lies in a block. */
    long at(int row, int lane) {
        return (rowMajor ? (long) lane * codeRows + row : (long) row * Kernels.BLOCK + lane) * elementBytes;
    }
}
