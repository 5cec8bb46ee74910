package io.vectile.vtl;

import io.vectile.codec.Codec;
import io.vectile.codec.FlatCodec;
import io.vectile.contents.Trained;
import io.vectile.kernel.Kernels;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.Compaction;
import io.vectile.storage.Compaction.IdKind;
import java.util.Arrays;

/**
 * Section LIST, where the vectors lie; there is none where there are neither vectors nor rows of a file that would be theirs.
 * Number of lists u32, bytes of an element of a code u32 (1, or 4 for floats), elements of a vector in CODE u32; kind of ids
 * u32 (0 counted, 1 Elias-Fano, 2 of four bytes, 3 of eight) and the number that they need i64 (0: the first; 1: what is
 * greater than all; else 0). Where originals are kept, else zero: kind of labels u32, bytes of an element of an original u32,
 * the number that labels need i64, how many ordinals u64. Zeros up to byte 64. Then
 *
 * <ul>
 * <li>how many vectors lie before each list, and in all: {@code u64[lists + 1]}
 * <li>for ids of kind 1 the byte of IDSS at which those of each list begin, and its end: {@code u64[lists + 1]}
 * <li>where blocks have a bound row, what a zero in it stands for: {@code f32[lists]}
 * </ul>
 *
 * @param layout        of the blocks
 * @param labelKind     null without originals
 * @param originalBytes 0 without originals
 * @param starts        null where ids are not coded
 * @param biases        null without bound rows
 */
record ListTable(BlockLayout layout, IdKind idKind, long idBase, IdKind labelKind, int originalBytes, long labelBase,
        long ordinals, long[] firsts, long[] starts, float[] biases) {
    static final String NAME = "LIST";

    private static final int HEAD_BYTES = 64;
    /** So that blocks can be counted with an int. */
    private static final long MOST_IN_A_LIST = (long) Kernels.BLOCK * Integer.MAX_VALUE;

    private static final IdKind[] KINDS = {IdKind.COUNTED, IdKind.CODED, IdKind.INTS, IdKind.LONGS};

    /** @param biases of the lists; null without bound rows */
    static ListTable of(Compaction lists, float[] biases) {
        boolean labels = lists.hasLabels();
        return new ListTable(lists.layout(), lists.idKind(), lists.idBase(), labels ? lists.labelKind() : null,
                labels ? lists.originalBytes() : 0, labels ? lists.labelBase() : 0, labels ? lists.ordinals() : 0, lists.firsts(),
                lists.idStarts(), biases);
    }

    int lists() {
        return firsts.length - 1;
    }

    long size() {
        return firsts[lists()];
    }

    long size(int list) {
        return firsts[list + 1] - firsts[list];
    }

    private static int number(IdKind kind) {
        return Arrays.asList(KINDS).indexOf(kind);
    }

    void write(SectionWriter out) {
        out.begin(NAME, true);
        out.i32(lists());
        out.i32(layout.elementBytes());
        out.i32(layout.rows());
        out.i32(number(idKind));
        out.i64(idBase);
        out.i32(labelKind == null ? 0 : number(labelKind));
        out.i32(originalBytes);
        out.i64(labelBase);
        out.i64(ordinals);
        out.align();
        out.i64s(firsts);
        if (starts != null) {
            out.i64s(starts);
        }
        if (biases != null) {
            out.f32s(biases);
        }
        out.end();
    }

    /**
     * Reads it and holds it against what INFO says: ntotal vectors of a trained index.
     *
     * @param codeBytes the length of CODE, which bounds how many vectors there can be
     */
    static ListTable read(Section section, IndexInfo info, long codeBytes) {
        Trained trained = info.trained();
        int lists = trained.partition().lists();
        SectionInput in = section.input();
        long start = in.position();
        in.i32("the number of lists", lists, lists);
        BlockLayout layout = layout(in, trained);
        if (info.ntotal() > codeBytes / layout.bytes(1)) {
            throw in.wrong(start, info.ntotal() + " vectors of " + layout.bytes(1) + " bytes each are more than the " + codeBytes
                    + " of section CODE");
        }
        long idsAt = in.position();
        IdKind idKind = KINDS[in.i32("the kind of ids", 0, 3)];
        long idBase = in.i64("what ids need");
        boolean refine = trained.refine() != null;
        IdKind labelKind = KINDS[in.i32("the kind of labels", 0, refine ? 3 : 0)];
        int originalBytes = elementBytes(in, "bytes of an element of an original", refine);
        long labelBase = in.i64("what labels need");
        long ordinals = in.u64("the number of ordinals", refine ? info.ntotal() : 0, refine ? Long.MAX_VALUE : 0);
        in.zerosTo(start, HEAD_BYTES);
        boolean coded = idKind == IdKind.CODED;
        section.requireLength(HEAD_BYTES + (lists + 1L) * Long.BYTES * (coded ? 2 : 1)
                + (layout.boundRow() ? (long) lists * Float.BYTES : 0), lists + " lists");
        long[] firsts = in.i64s("places of lists", lists + 1L);
        requireRising(in, start + HEAD_BYTES, firsts, info.ntotal());
        long startsAt = in.position();
        long[] starts = coded ? in.i64s("starts of ids", lists + 1L) : null;
        float[] biases = layout.boundRow() ? in.f32s("biases", lists) : null;
        in.end();
        ListTable table = new ListTable(layout, idKind, idBase, refine ? labelKind : null, originalBytes, labelBase, ordinals,
                firsts, starts, biases);
        table.checkIds(in, idsAt, refine ? ordinals - 1 : info.largestId(), info.largestId());
        table.checkStarts(in, startsAt);
        return table;
    }

    private static BlockLayout layout(SectionInput in, Trained trained) {
        Codec codec = trained.codec();
        long at = in.position();
        int elementBytes = elementBytes(in, "bytes of an element", true);
        BlockLayout layout = codec.layout(trained.space());
        if (elementBytes == 1 && codec instanceof FlatCodec flat) {
            layout = flat.byteLayout();
        }
        if (layout.elementBytes() != elementBytes) {
            throw in.wrong(at, "bytes of an element are " + elementBytes + "; " + codec.name() + " has " + layout.elementBytes());
        }
        in.i32("elements of a vector", layout.rows(), layout.rows());
        return layout;
    }

    private static int elementBytes(SectionInput in, String what, boolean any) {
        long at = in.position();
        int bytes = in.i32(what);
        if (any ? bytes != 1 && bytes != Float.BYTES : bytes != 0) {
            throw in.wrong(at, what + " are " + bytes + "; they must be " + (any ? "1 or 4" : "0, as no originals are kept"));
        }
        return bytes;
    }

    private static void requireRising(SectionInput in, long at, long[] firsts, long ntotal) {
        for (int l = 0; l < firsts.length; l++) {
            long before = l == 0 ? 0 : firsts[l - 1];
            if (l == 0 && firsts[0] != 0 || firsts[l] < before || firsts[l] > ntotal || firsts[l] - before > MOST_IN_A_LIST) {
                throw in.wrong(at + (long) l * Long.BYTES, "before list " + l + " there are " + firsts[l] + " vectors, after "
                        + before + " before the list before it; ntotal is " + ntotal);
            }
        }
        if (firsts[firsts.length - 1] != ntotal) {
            throw in.wrong(at + (firsts.length - 1L) * Long.BYTES, "the lists have " + firsts[firsts.length - 1]
                    + " vectors; ntotal is " + ntotal);
        }
    }

    /** @param largestStored the largest number that lists may hold: an id, or an ordinal */
    private void checkIds(SectionInput in, long at, long largestStored, long largestId) {
        checkBase(in, at, "ids", idKind, idBase, size(), lists(), largestStored);
        if (labelKind != null) {
            checkBase(in, at + 12, "labels", labelKind, labelBase, ordinals, 1, largestId);
        } else if (labelBase != 0) {
            throw in.wrong(at + 20, "what labels need is " + labelBase + "; it must be 0, as no originals are kept");
        }
    }

    /** They follow from the numbers of vectors, and are there for readers that want one list alone. */
    private void checkStarts(SectionInput in, long at) {
        long expected = 0;
        for (int l = 0; starts != null && l <= lists(); l++) {
            if (starts[l] != expected) {
                throw in.wrong(at + (long) l * Long.BYTES, "the ids of list " + l + " should begin at byte " + starts[l]
                        + "; those before it end at " + expected);
            }
            if (l < lists() && size(l) > idBase) {
                throw in.wrong(at + (long) l * Long.BYTES, size(l) + " ids of list " + l + " cannot all differ below " + idBase);
            }
            expected += l < lists() ? idKind.bytes(size(l), idBase) : 0;
        }
    }

    private static void checkBase(SectionInput in, long at, String what, IdKind kind, long base, long n, int lists, long largest) {
        switch (kind) {
            case COUNTED -> {
                if (lists != 1 || base < 0 || base > largest - (n - 1)) {
                    throw in.wrong(at, n + " " + what + " in " + lists + " lists are counted from " + base
                            + "; only those of one list are counted, and the largest may be " + largest);
                }
            }
            case CODED -> {
                if (base < 0 || base - 1 > largest || lists == 1 && n > base) {
                    throw in.wrong(at, n + " " + what + " are coded below " + base + "; the largest may be " + largest);
                }
            }
            case INTS, LONGS -> {
                if (base != 0) {
                    throw in.wrong(at, "plain " + what + " need nothing; there is " + base);
                }
            }
        }
    }
}
