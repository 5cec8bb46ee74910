package io.vectile.storage;

import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;

/** Chooses how the ids of packed lists are kept: coded where those of every list increase, else as they are. */
final class IdCoding {
    private static final int CHUNK = 4096;

    private IdCoding() {}

    /** @param ids those of all lists, side by side */
    static Packed.Ids of(IdColumn.Stored ids, long[] firsts) {
        int lists = firsts.length - 1;
        boolean sorted = true;
        long largest = -1;
        boolean negative = false;
        for (int l = 0; l < lists; l++) {
            sorted &= increases(ids, firsts[l], firsts[l + 1]);
        }
        for (int l = 0; l < lists && sorted; l++) {
            if (firsts[l] < firsts[l + 1]) {
                negative |= ids.id(firsts[l]) < 0;
                largest = Math.max(largest, ids.id(firsts[l + 1] - 1));
            }
        }
        if (!sorted || negative || largest == Long.MAX_VALUE) {
            return new Packed.Plain(ids.segment(), ids.width(), sorted);
        }
        return coded(ids, firsts, largest + 1);
    }

    /** The ids of one run, coded where they increase. */
    static IdColumn column(IdColumn.Stored ids, long n) {
        long[] firsts = {0, n};
        return n > 0 && ids.id(n - 1) - ids.id(0) == n - 1 && increases(ids, 0, n)
                ? new IdColumn.Consecutive(ids.id(0))
                : of(ids, firsts).column(0, 0, n);
    }

    private static Packed.Ids coded(IdColumn ids, long[] firsts, long universe) {
        int lists = firsts.length - 1;
        long[] starts = new long[firsts.length];
        for (int l = 0; l < lists; l++) {
            starts[l + 1] = starts[l] + EliasFano.bytes(firsts[l + 1] - firsts[l], universe);
        }
        MemorySegment segment = Panels.allocate(starts[lists]).asSlice(0, starts[lists]);
        long[] chunk = new long[CHUNK];
        for (int l = 0; l < lists; l++) {
            long n = firsts[l + 1] - firsts[l];
            if (n == 0) {
                continue;
            }
            EliasFano.Encoder encoder = new EliasFano.Encoder(n, universe, segment, starts[l]);
            for (long done = 0; done < n; done += CHUNK) {
                int count = (int) Math.min(CHUNK, n - done);
                ids.copy(firsts[l] + done, count, chunk);
                for (int i = 0; i < count; i++) {
                    encoder.add(chunk[i]);
                }
            }
        }
        return new Packed.Coded(segment, starts, universe, null);
    }

    /** Whether the ids of some positions increase strictly. */
    static boolean increases(IdColumn ids, long from, long to) {
        long[] chunk = new long[(int) Math.min(CHUNK, Math.max(0, to - from))];
        long last = Long.MIN_VALUE;
        boolean first = true;
        for (long at = from; at < to; at += chunk.length) {
            int count = (int) Math.min(chunk.length, to - at);
            ids.copy(at, count, chunk);
            for (int i = 0; i < count; i++) {
                if (!first && chunk[i] <= last) {
                    return false;
                }
                first = false;
                last = chunk[i];
            }
        }
        return true;
    }
}
