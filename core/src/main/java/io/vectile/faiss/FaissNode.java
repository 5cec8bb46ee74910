package io.vectile.faiss;

import io.vectile.quantization.ProductQuantizer;
import io.vectile.transform.Transform;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * An index of a Faiss file, as the file nests them: checked, and large parts still where they lie in the file.
 */
sealed interface FaissNode {
    Header header();

    /** An index that holds vectors or their codes itself. */
    sealed interface Core extends FaissNode {}

    /**
     * What all indexes begin with.
     *
     * @param offset       of the fourcc in the file
     * @param innerProduct the metric; squared L2 otherwise
     */
    record Header(String fourcc, long offset, int d, long ntotal, boolean trained, boolean innerProduct) {}

    /** IndexFlat. @param vectors {@code ntotal * d} floats */
    record Flat(Header header, MemorySegment vectors) implements Core {}

    /**
     * IndexPQ.
     *
     * @param quantizer null where untrained
     * @param codesAt   the byte at which {@code ntotal * code_size} bytes of codes begin
     */
    record Pq(Header header, PqShape shape, ProductQuantizer quantizer, long codesAt, FaissForm.PqFields fields)
            implements Core {}

    /**
     * IndexIVFFlat and IndexIVFPQ.
     *
     * @param quantizer  of the cells
     * @param shape      null for IndexIVFFlat
     * @param codebooks  null for IndexIVFFlat, and where untrained
     */
    record Ivf(Header header, int nlist, int nprobe, Flat quantizer, DirectMap directMap, boolean residual, PqShape shape,
            ProductQuantizer codebooks, InvertedLists lists) implements Core {}

    /** IndexPreTransform. */
    record PreTransform(Header header, List<Transform> transforms, FaissNode inner) implements FaissNode {}

    /** IndexIDMap and IndexIDMap2. @param ids {@code ntotal} longs */
    record IdMap(Header header, FaissNode inner, MemorySegment ids) implements FaissNode {}

    /** IndexRefine with an IndexFlat. */
    record Refine(Header header, FaissNode base, Flat originals, float kFactor) implements FaissNode {}

    /** The shape of a product quantizer. */
    record PqShape(int d, int m, int nbits) {
        int codeSize() {
            return ProductQuantizer.codeSize(m, nbits);
        }
    }

    /**
     * The map from ids to places that a Faiss IVF may carry: {@code list << 32 | offset} for each id.
     *
     * @param array     of {@link FaissForm.MapKind#ARRAY}: one long for each id from 0
     * @param hashPairs of {@link FaissForm.MapKind#HASHTABLE}: id and place in turn
     */
    record DirectMap(FaissForm.MapKind kind, MemorySegment array, MemorySegment hashPairs, long offset) {}

    /**
     * The lists of an IVF where they lie in the file: of each its codes, row-major, then its ids.
     *
     * @param starts the byte at which each list begins
     */
    record InvertedLists(MemorySegment file, int codeSize, long[] sizes, long[] starts) {
        /** The byte at which the ids of a list begin. */
        long idsAt(int list) {
            return starts[list] + sizes[list] * codeSize;
        }

        /** The id at a place. */
        long id(int list, long position) {
            return file.get(FaissParts.LONG, idsAt(list) + position * Long.BYTES);
        }
    }
}
