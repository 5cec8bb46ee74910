package io.vectile.vtl;

import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Progress;
import io.vectile.contents.Trained;
import io.vectile.error.VectorFileException;
import io.vectile.kernel.Panels;
import io.vectile.storage.Compaction;
import io.vectile.storage.Compaction.IdKind;
import io.vectile.storage.MappedLists;
import io.vectile.storage.Originals;
import io.vectile.storage.RowStore;
import io.vectile.storage.Snapshot;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Set;

/**
 * Goes between the vectors of an index and sections: {@link ListTable} says where they lie, and the others are bytes without
 * a head. Each is there where it has a byte.
 *
 * <ul>
 * <li>CODE, blocks of codes, list after list: of 64 vectors, the last of a list of as many as are left; element after
 * element, of each those of all vectors of the block, the bound row last
 * <li>IDSS, the ids of lists, in the order of their codes; ordinals where originals are kept
 * <li>LABL, what ordinals stand for
 * <li>ORIG, the originals row after row by ordinal, but for those of ROWS, see {@link ReferenceSection}
 * </ul>
 */
final class ListSections {
    static final Set<String> NAMES = Set.of(ListTable.NAME, "CODE", "IDSS", "LABL", "ORIG", ReferenceSection.NAME);

    private final SectionReader file;
    private final IndexInfo info;
    private final ListTable table;
    private final RowStore referred;

    private ListSections(SectionReader file, Path path, IndexInfo info) {
        this.file = file;
        this.info = info;
        Section code = file.section("CODE");
        this.table = ListTable.read(file.require(ListTable.NAME).verify(), info, code == null ? 0 : code.length());
        Section rows = file.section(ReferenceSection.NAME);
        if (rows != null && info.trained().refine() == null) {
            throw rows.wrong(rows.offset(), "is there, although no originals are kept");
        }
        this.referred = rows == null ? null
                : ReferenceSection.read(rows.verify(), path, info.trained().d(), table.ordinals());
    }

    // ---- writing ---------------------------------------------------------------------------------------------------------

    /** Writes what a snapshot is when packed, of which never more than one list is made in memory. */
    static void write(SectionWriter out, Compaction lists) {
        long n = lists.firsts()[lists.firsts().length - 1];
        float[] biases = lists.layout().boundRow() ? new float[lists.firsts().length - 1] : null;
        section(out, "CODE", lists.layout().bytes(n), () -> lists.codes(out::segment, biases));
        // After the codes, of which biases are known once they are written.
        ListTable.of(lists, biases).write(out);
        section(out, "IDSS", lists.idBytes(), () -> lists.ids(out::segment));
        if (!lists.hasLabels()) {
            return;
        }
        section(out, "LABL", lists.labelBytes(), () -> {
            MemorySegment labels = zeroed(lists.labelBytes());
            lists.labels(labels);
            out.segment(labels);
        });
        if (lists.referred() != null) {
            ReferenceSection.write(out, lists.referred());
        }
        section(out, "ORIG", lists.originalsBytes(), () -> lists.originals(out::segment));
    }

    private static void section(SectionWriter out, String name, long bytes, Runnable write) {
        if (bytes > 0) {
            out.begin(name, true);
            out.bulk(bytes, write);
            out.end();
        }
    }

    private static MemorySegment zeroed(long bytes) {
        return Panels.allocate(bytes).asSlice(0, bytes);
    }

    // ---- reading ---------------------------------------------------------------------------------------------------------

    /** Opens the lists of a file; null where it has none. */
    static ListSections open(SectionReader file, Path path, IndexInfo info) {
        if (info.ntotal() > 0 || file.section(ListTable.NAME) != null && info.trained().isComplete()) {
            return new ListSections(file, path, info);
        }
        for (String name : NAMES) {
            Section section = file.section(name);
            if (section != null) {
                throw section.wrong(section.offset(), "is there, although there are no lists");
            }
        }
        return null;
    }

    /** The vectors where they are mapped. */
    Snapshot snapshot() {
        Trained trained = info.trained();
        MemorySegment codes = bytes("CODE", table.layout().bytes(table.size()), table.size() + " vectors", table.layout().readAhead());
        MappedLists lists = new MappedLists(table.layout(), codes, table.firsts(), table.biases(), ids());
        if (trained.refine() == null) {
            for (String name : new String[] {"LABL", "ORIG"}) {
                bytes(name, 0, "no originals", 0);
            }
            return lists.snapshot();
        }
        int d = trained.d();
        long own = table.ordinals() - (referred == null ? 0 : referred.size());
        long rowBytes = (long) d * table.originalBytes();
        requireRoom("ORIG", own, rowBytes, "originals");
        RowStore kept = RowStore.of(bytes("ORIG", own * rowBytes, own + " originals", 0), d, table.originalBytes(), own);
        Originals originals = referred == null
                ? new Originals(kept, RowStore.of(MemorySegment.NULL, d, Float.BYTES, 0))
                : new Originals(referred, kept);
        return lists.snapshot(labels(), table.ordinals(), originals);
    }

    private MappedLists.Ids ids() {
        return ids("IDSS", table.idKind(), table.idBase(), table.starts(), table.size());
    }

    private MappedLists.Ids labels() {
        IdKind kind = table.labelKind();
        long[] starts = kind == IdKind.CODED ? new long[] {0, kind.bytes(table.ordinals(), table.labelBase())} : null;
        return ids("LABL", kind, table.labelBase(), starts, table.ordinals());
    }

    /** @param starts null where ids are not coded; else the last is where they end */
    private MappedLists.Ids ids(String name, IdKind kind, long base, long[] starts, long n) {
        long each = starts == null ? kind.bytes(1, base) : 0;
        requireRoom(name, n, each, "ids");
        MemorySegment bytes = bytes(name, starts == null ? n * each : starts[starts.length - 1], n + " ids", 0);
        Section section = file.section(name);
        return new MappedLists.Ids(kind, base, bytes, starts, section == null ? null : section.place());
    }

    /** Compares by a division: what a file says may be too large to be multiplied. */
    private void requireRoom(String name, long n, long each, String what) {
        Section section = n == 0 || each == 0 ? null : file.require(name);
        if (section != null && n > section.length() / each) {
            throw section.wrong(section.offset(), "has " + section.length() + " bytes; " + n + " " + what + " need " + each + " each");
        }
    }

    /** The bytes of a section that has so many, and those past them that a wide load may read. */
    private MemorySegment bytes(String name, long needed, String why, int past) {
        Section section = needed > 0 ? file.require(name) : file.section(name);
        if (section == null) {
            return MemorySegment.NULL;
        }
        section.requireLength(needed, why);
        return section.mapped(past).asSlice(0, needed + past); // a later version may have more
    }

    // ---- verifying -------------------------------------------------------------------------------------------------------

    /**
     * Looks through all ids and labels.
     *
     * @throws VectorFileException naming the list
     */
    void verify(Progress progress) {
        Meter meter = new Meter(progress, "check ids", table.size() + table.ordinals());
        boolean ordinals = table.labelKind() != null;
        MappedLists.Ids ids = ids();
        for (int l = 0; l < table.lists(); l++) {
            long least = ordinals ? 0 : Long.MIN_VALUE;
            long largest = ordinals ? table.ordinals() - 1 : info.largestId();
            require("IDSS", l, MappedLists.fault(ids, l, table.firsts()[l], table.size(l), least, largest, true));
            meter.add(table.size(l));
        }
        if (ordinals) {
            require("LABL", 0, MappedLists.fault(labels(), 0, 0, table.ordinals(), Long.MIN_VALUE, info.largestId(), false));
            meter.add(table.ordinals());
        }
    }

    private void require(String name, int list, String fault) {
        if (fault != null) {
            Section section = file.require(name);
            long at = table.starts() == null || name.equals("LABL") ? 0 : table.starts()[list];
            throw section.wrong(section.offset() + at, (name.equals("LABL") ? "" : "list " + list + ": ") + fault);
        }
    }
}
