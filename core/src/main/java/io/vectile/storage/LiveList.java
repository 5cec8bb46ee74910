package io.vectile.storage;

import io.vectile.kernel.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Reads the vectors of a list that are there, block by block: by position, or by what they will be called. For one thread.
 */
public final class LiveList {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int PART_SHIFT = 40;

    private final CodeList[] parts;
    private final int codeBytes;
    private final int elementBytes;
    private final LongUnaryOperator names;
    /** The places to read, part number in the upper bits; null where they are read as they lie. */
    private final long[] order;
    private int part;
    private int block;
    private int next;
    private byte[] codes = {};
    private byte[] scratch = {};
    private long[] ids = {};

    private LiveList(CodeList[] parts, int elementBytes, LongUnaryOperator names, long[] order) {
        this.parts = parts;
        this.codeBytes = parts.length == 0 ? 0 : parts[0].layout().codeRows() * elementBytes;
        this.elementBytes = elementBytes;
        this.names = names;
        this.order = order;
    }

    /** By position, with elements as wide as the widest. */
    public static LiveList byPosition(Snapshot snapshot, int list) {
        return byPosition(snapshot, list, widest(snapshot.parts(list)));
    }

    /** By position, with elements as wide as wanted, at least as wide as they are. */
    public static LiveList byPosition(Snapshot snapshot, int list, int elementBytes) {
        return new LiveList(snapshot.parts(list), elementBytes, LongUnaryOperator.identity(), null);
    }

    /** Bytes of the widest elements in some parts. */
    static int widest(CodeList[] parts) {
        return Arrays.stream(parts).mapToInt(part -> part.layout().elementBytes()).max().orElse(1);
    }

    /**
     * By rising names, and where these are equal by position.
     *
     * @param elementBytes how wide elements are to be: bytes are widened to floats, and floats that all fit become bytes
     * @param names        what will stand for what the list holds
     */
    static LiveList byName(Snapshot snapshot, int list, int elementBytes, LongUnaryOperator names) {
        CodeList[] parts = snapshot.parts(list);
        return new LiveList(parts, elementBytes, names, order(parts, names));
    }

    /** The places by rising names; null where that is how they lie. */
    private static long[] order(CodeList[] parts, LongUnaryOperator names) {
        long total = 0;
        long last = Long.MIN_VALUE;
        boolean rising = true;
        long[] chunk = new long[Kernels.BLOCK];
        for (CodeList part : parts) {
            for (int b = 0; b < part.blockCount(); b++) {
                part.ids().copy((long) b * Kernels.BLOCK, part.count(b), chunk);
                for (long lanes = part.lanes(b); lanes != 0; lanes &= lanes - 1) {
                    long name = names.applyAsLong(chunk[Long.numberOfTrailingZeros(lanes)]);
                    rising &= name >= last;
                    last = name;
                    total++;
                }
            }
        }
        return rising ? null : sorted(parts, names, Math.toIntExact(total));
    }

    private static long[] sorted(CodeList[] parts, LongUnaryOperator names, int n) {
        long[] places = new long[n];
        long[] called = new long[n];
        int at = 0;
        for (int p = 0; p < parts.length; p++) {
            for (int b = 0; b < parts[p].blockCount(); b++) {
                for (long lanes = parts[p].lanes(b); lanes != 0; lanes &= lanes - 1) {
                    long place = (long) b * Kernels.BLOCK + Long.numberOfTrailingZeros(lanes);
                    called[at] = names.applyAsLong(parts[p].ids().id(place));
                    places[at++] = (long) p << PART_SHIFT | place;
                }
            }
        }
        int[] order = StableOrder.of(called);
        long[] sorted = new long[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = places[order[i]];
        }
        return sorted;
    }

    /** The codes of the last block read, row-major, {@link #codeBytes} each. */
    public byte[] codes() {
        return codes;
    }

    /** The names of the last block read. */
    public long[] ids() {
        return ids;
    }

    /** Bytes of a code. */
    public int codeBytes() {
        return codeBytes;
    }

    /** Reads the next block of codes and names: how many, at most 64; 0 at the end. */
    public int nextCodes() {
        return read(true);
    }

    /** Reads names alone. */
    public int nextIds() {
        return read(false);
    }

    private int read(boolean withCodes) {
        if (ids.length == 0) {
            ids = new long[Kernels.BLOCK];
        }
        if (withCodes && codes.length == 0) {
            int widest = parts.length == 0 ? 0 : parts[0].layout().codeRows() * Math.max(elementBytes, widest(parts));
            codes = new byte[most() * widest];
            scratch = new byte[codes.length];
        }
        return order == null ? readAsTheyLie(withCodes) : readInOrder(withCodes);
    }

    /** How many codes are read at once at most: a list makes no more room than it needs, however wide its vectors are. */
    private int most() {
        if (order != null) {
            return Math.min(Kernels.BLOCK, order.length);
        }
        return Arrays.stream(parts).filter(from -> from.blockCount() > 0).mapToInt(from -> from.width(0)).max().orElse(0);
    }

    private int readInOrder(boolean withCodes) {
        int n = Math.min(Kernels.BLOCK, order.length - next);
        for (int i = 0; i < n; i++) {
            CodeList from = parts[(int) (order[next] >>> PART_SHIFT)];
            long place = order[next++] & (1L << PART_SHIFT) - 1;
            ids[i] = names.applyAsLong(from.ids().id(place));
            if (withCodes) {
                from.copyCode(place, codes, i * codeBytes);
                resize(from, i * codeBytes, from.layout().codeRows());
            }
        }
        return n;
    }

    /** Blocks keep their number of vectors where none is removed; else what is left of several is read as several. */
    private int readAsTheyLie(boolean withCodes) {
        while (part < parts.length) {
            CodeList from = parts[part];
            if (block >= from.blockCount()) {
                part++;
                block = 0;
                continue;
            }
            int b = block++;
            long lanes = from.lanes(b);
            if (lanes == 0) {
                continue;
            }
            from.ids().copy((long) b * Kernels.BLOCK, from.count(b), ids);
            if (withCodes) {
                from.copyBlock(b, codes, scratch);
            }
            return keep(from, lanes, withCodes);
        }
        return 0;
    }

    /** Moves what is there to the front. */
    private int keep(CodeList from, long lanes, boolean withCodes) {
        int bytes = from.layout().codeBytes();
        int n = 0;
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            ids[n] = names.applyAsLong(ids[lane]);
            if (withCodes && n != lane) {
                System.arraycopy(codes, lane * bytes, codes, n * bytes, bytes);
            }
            n++;
        }
        if (withCodes) {
            resize(from, 0, n * from.layout().codeRows());
        }
        return n;
    }

    /** Makes n elements from {@code at} on as wide as wanted. */
    private void resize(CodeList from, int at, int n) {
        int width = from.layout().elementBytes();
        if (width < elementBytes) {
            widen(at, n);
        } else if (width > elementBytes) {
            ByteValues.narrow(codes, at, n);
        }
    }

    /** Turns n bytes from {@code at} on into floats, last first, in place. */
    private void widen(int at, int n) {
        MemorySegment floats = MemorySegment.ofArray(codes);
        for (int i = n - 1; i >= 0; i--) {
            floats.set(FLOAT, at + (long) i * Float.BYTES, codes[at + i] & 255);
        }
    }
}
