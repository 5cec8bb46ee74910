package io.vectile;

import io.vectile.quantization.ProductQuantizer;
import io.vectile.error.InvalidInputException;
import io.vectile.error.SpecException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an index is made of, as a spec string says it in the grammar of Faiss's index_factory: {@code Flat}, {@code PQ8},
 * {@code PQ16x4}, {@code IVF2048,Flat}, {@code IVF2048,PQ8}, {@code IVF4k,PQ8x10}.
 *
 * @param nlist    number of cells of the inverted file; 0 for one list
 * @param codec    how vectors are stored
 * @param residual whether codes are of the difference to the cell's centroid; Faiss's defaults are yes for PQ, no for Flat
 */
public record IndexSpec(int nlist, CodecSpec codec, boolean residual) {
    private static final Pattern IVF = Pattern.compile("IVF(\\d+)([kM]?)");
    private static final Pattern PQ = Pattern.compile("PQ(\\d+)(?:x(\\d+))?(?:np)?");
    private static final String GRAMMAR =
            "a spec is [IVFn,]codec with codec Flat, PQm or PQmxb, such as Flat, PQ8, PQ16x4 or IVF2048,PQ8";
    private static final int MAX_NLIST = 1 << 22;

    /** How vectors are stored. */
    public sealed interface CodecSpec {}

    /** As they are. */
    public record Flat() implements CodecSpec {
        @Override
        public String toString() {
            return "Flat";
        }
    }

    /** Product-quantized: m subspaces of nbits each. */
    public record Pq(int m, int nbits) implements CodecSpec {
        public Pq {
            if (m < 1) {
                throw new InvalidInputException("PQ needs at least 1 subspace; m is " + m);
            }
            if (nbits < 1 || nbits > ProductQuantizer.MAX_NBITS) {
                throw new InvalidInputException(
                        "PQ needs nbits from 1 to " + ProductQuantizer.MAX_NBITS + "; nbits is " + nbits);
            }
        }

        @Override
        public String toString() {
            return nbits == 8 ? "PQ" + m : "PQ" + m + "x" + nbits;
        }
    }

    public IndexSpec {
        if (nlist != 0) {
            requireCells(nlist);
        }
        if (residual && nlist == 0) {
            throw new InvalidInputException("residual codes need cells; " + codec + " has one list");
        }
    }

    /** Checks a number of cells where there are any. */
    static int requireCells(int nlist) {
        if (nlist < 1 || nlist > MAX_NLIST) {
            throw new InvalidInputException("IVF needs nlist from 1 to " + MAX_NLIST + "; nlist is " + nlist);
        }
        return nlist;
    }

    /**
     * Reads a spec string.
     *
     * @throws SpecException naming the part that does not parse, and what would
     */
    public static IndexSpec parse(String spec) {
        String[] parts = spec.strip().split(",", -1);
        int nlist = 0;
        int at = 0;
        if (parts[0].startsWith("IVF")) {
            nlist = parseNlist(spec, parts[0]);
            at = 1;
            if (parts.length == 1) {
                throw fail(spec, parts[0], "names cells but no codec");
            }
        }
        CodecSpec codec = parseCodec(spec, parts[at]);
        if (parts.length > at + 1) {
            throw fail(spec, parts[at + 1], "follows the codec " + parts[at] + ", where the spec should end");
        }
        return new IndexSpec(nlist, codec, nlist > 0 && codec instanceof Pq);
    }

    private static int parseNlist(String spec, String part) {
        Matcher ivf = IVF.matcher(part);
        if (!ivf.matches()) {
            throw fail(spec, part, "is not IVF with a number, like IVF2048 or IVF4k");
        }
        long unit = switch (ivf.group(2)) {
            case "k" -> 1024;
            case "M" -> 1024 * 1024;
            default -> 1;
        };
        long nlist = parseNumber(spec, part, ivf.group(1)) * unit;
        if (nlist < 1 || nlist > MAX_NLIST) {
            throw fail(spec, part, "needs from 1 to " + MAX_NLIST + " cells");
        }
        return (int) nlist;
    }

    private static CodecSpec parseCodec(String spec, String part) {
        if (part.equals("Flat")) {
            return new Flat();
        }
        Matcher pq = PQ.matcher(part);
        if (!pq.matches()) {
            throw fail(spec, part, "is no codec that Vectile knows");
        }
        long m = parseNumber(spec, part, pq.group(1));
        long nbits = pq.group(2) == null ? 8 : parseNumber(spec, part, pq.group(2));
        if (m < 1) {
            throw fail(spec, part, "needs at least 1 subspace");
        }
        if (nbits < 1 || nbits > ProductQuantizer.MAX_NBITS) {
            throw fail(spec, part, "needs 1 to " + ProductQuantizer.MAX_NBITS + " bits per subspace");
        }
        return new Pq((int) m, (int) nbits);
    }

    private static long parseNumber(String spec, String part, String digits) {
        if (digits.length() > 9) {
            throw fail(spec, part, "has a number that is too large");
        }
        return Long.parseLong(digits);
    }

    private static SpecException fail(String spec, String part, String why) {
        return new SpecException("index spec \"" + spec + "\": \"" + part + "\" " + why + "; " + GRAMMAR);
    }

    /** The same spec with or without residual codes. */
    public IndexSpec withResidual(boolean wanted) {
        return new IndexSpec(nlist, codec, wanted);
    }

    /** The spec string. It does not say whether codes are residuals where that is not the default. */
    @Override
    public String toString() {
        return nlist == 0 ? codec.toString() : "IVF" + nlist + "," + codec;
    }
}
