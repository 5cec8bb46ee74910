package io.vectile;

import io.vectile.error.InvalidInputException;
import io.vectile.error.SpecException;
import io.vectile.partition.InvertedFile;
import io.vectile.quantization.ProductQuantizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an index is made of, as a spec string says it in the grammar of Faiss's index_factory: {@code Flat}, {@code PQ8},
 * {@code PQ16x4}, {@code IVF2048,Flat}, {@code IVF2048,PQ8}, {@code IVF4k,PQ8x10}, {@code OPQ8,IVF2048,PQ8,RFlat}.
 *
 * @param transforms what is done to vectors first, in this order
 * @param nlist      number of cells of the inverted file; 0 for one list
 * @param codec      how vectors are stored
 * @param residual   whether codes are of the difference to the cell's centroid; Faiss's defaults are yes for PQ, no for Flat
 * @param refine     whether the vectors themselves are kept beside their codes, and the best candidates measured again
 *                   against them
 */
public record IndexSpec(List<TransformSpec> transforms, int nlist, CodecSpec codec, boolean residual, boolean refine) {
    private static final Pattern IVF = Pattern.compile("IVF(\\d+)([kM]?)");
    private static final Pattern PQ = Pattern.compile("PQ(\\d+)(?:x(\\d+))?(?:np)?");
    private static final Pattern PCA = Pattern.compile("PCA(W?)(R?)(\\d+)");
    private static final Pattern OPQ = Pattern.compile("OPQ(\\d+)(?:_(\\d+))?");
    private static final Pattern ROTATION = Pattern.compile("RR(\\d*)");
    private static final Pattern LINEAR = Pattern.compile("Linear(\\d+)");
    /** What a part of a spec begins with. */
    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z0-9_])(?:[Ll]2[A-Za-z]+|[A-Za-z]+)");
    private static final List<String> WORDS = List.of("Flat", "RFlat", "PQ", "OPQ", "IVF", "PCA", "PCAW", "PCAR", "PCAWR", "RR",
            "L2norm", "Center", "Linear");
    private static final String GRAMMAR = "a spec is [transform,...][IVFn,]codec[,RFlat] with codec Flat, PQm or PQmxb, and "
            + "transform PCAd, OPQm, RR or L2norm, such as Flat, PQ8, PQ16x4, IVF2048,PQ8 or OPQ8,IVF2048,PQ8,RFlat";

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
        transforms = List.copyOf(transforms);
        if (nlist != 0) {
            requireCells(nlist);
        }
        if (residual && nlist == 0) {
            throw new InvalidInputException("residual codes need cells; " + codec + " has one list");
        }
    }

    /** No transforms, no refining. */
    public IndexSpec(int nlist, CodecSpec codec, boolean residual) {
        this(List.of(), nlist, codec, residual, false);
    }

    /** Checks a number of cells where there are any. */
    static int requireCells(int nlist) {
        if (nlist < 1 || nlist > InvertedFile.MAX_NLIST) {
            throw new InvalidInputException("IVF needs nlist from 1 to " + InvertedFile.MAX_NLIST + "; nlist is " + nlist);
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
        int at = 0;
        List<TransformSpec> transforms = new ArrayList<>();
        TransformSpec transform = parseTransform(spec, parts[0]);
        while (transform != null) {
            transforms.add(transform);
            if (++at == parts.length) {
                throw fail(spec, parts[at - 1], "names a transform but no codec");
            }
            transform = parseTransform(spec, parts[at]);
        }
        int nlist = 0;
        if (parts[at].startsWith("IVF")) {
            nlist = parseNlist(spec, parts[at]);
            if (++at == parts.length) {
                throw fail(spec, parts[at - 1], "names cells but no codec");
            }
        }
        CodecSpec codec = parseCodec(spec, parts[at++]);
        boolean refine = at < parts.length && parts[at].equals("RFlat");
        if (refine) {
            at++;
        }
        if (at < parts.length) {
            throw fail(spec, parts[at], "follows " + parts[at - 1] + ", where the spec should end");
        }
        return new IndexSpec(transforms, nlist, codec, nlist > 0 && codec instanceof Pq, refine);
    }

    /** The transform that a part names; null where it names none. */
    private static TransformSpec parseTransform(String spec, String part) {
        Matcher pca = PCA.matcher(part);
        Matcher opq = OPQ.matcher(part);
        Matcher rotation = ROTATION.matcher(part);
        Matcher linear = LINEAR.matcher(part);
        try {
            if (pca.matches()) {
                int dOut = (int) parseNumber(spec, part, pca.group(3));
                return new TransformSpec.Pca(dOut, !pca.group(1).isEmpty(), !pca.group(2).isEmpty());
            }
            if (opq.matches()) {
                int dOut = opq.group(2) == null ? 0 : (int) parseNumber(spec, part, opq.group(2));
                return new TransformSpec.Opq((int) parseNumber(spec, part, opq.group(1)), dOut);
            }
            if (rotation.matches()) {
                boolean given = !rotation.group(1).isEmpty();
                return new TransformSpec.RandomRotation(given ? (int) parseNumber(spec, part, rotation.group(1)) : 0);
            }
            if (linear.matches()) {
                return new TransformSpec.Linear((int) parseNumber(spec, part, linear.group(1)));
            }
        } catch (InvalidInputException e) {
            throw fail(spec, part, "is out of range: " + e.getMessage());
        }
        return switch (part) {
            case "L2norm", "L2Norm" -> new TransformSpec.L2Norm();
            case "Center" -> new TransformSpec.Center();
            default -> null;
        };
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
        if (nlist < 1 || nlist > InvertedFile.MAX_NLIST) {
            throw fail(spec, part, "needs from 1 to " + InvertedFile.MAX_NLIST + " cells");
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
        String meant = canonical(spec);
        return new SpecException("index spec \"" + spec + "\": \"" + part + "\" " + why
                + (parses(meant, spec) ? "; did you mean " + meant + "?" : "; " + GRAMMAR));
    }

    /** Without blanks, and words in the case that they have in specs. */
    private static String canonical(String spec) {
        return WORD.matcher(spec.replaceAll("\\s+", "")).replaceAll(found -> WORDS.stream()
                .filter(found.group()::equalsIgnoreCase).findFirst().orElse(found.group()));
    }

    private static boolean parses(String meant, String spec) {
        if (meant.equals(spec)) {
            return false;
        }
        try {
            parse(meant);
            return true;
        } catch (SpecException e) {
            return false;
        }
    }

    /** Numbers per vector after all transforms. */
    int dOut(int d) {
        int after = d;
        for (TransformSpec transform : transforms) {
            after = transform.dOut(after);
        }
        return after;
    }

    /** The same spec with or without residual codes. */
    public IndexSpec withResidual(boolean wanted) {
        return new IndexSpec(transforms, nlist, codec, wanted, refine);
    }

    /** The spec string. It does not say whether codes are residuals where that is not the default. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        transforms.forEach(transform -> text.append(transform).append(','));
        if (nlist != 0) {
            text.append("IVF").append(nlist).append(',');
        }
        return text.append(codec).append(refine ? ",RFlat" : "").toString();
    }
}
