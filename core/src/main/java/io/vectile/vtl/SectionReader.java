package io.vectile.vtl;

import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Progress;
import io.vectile.error.VectorFileException;
import io.vectile.file.SourceFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens a native file: its header and its table are checked, and that all sections lie within it, in time that does not
 * depend on its size; their bytes only by {@link #verify}. The layout stands at {@link SectionWriter}.
 *
 * <p>The header's layout and checksum are the same in all versions, so that damage can be told from a later version.
 */
final class SectionReader implements AutoCloseable {
    private final Path path;
    private final SourceFile file;
    private final long size;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private int minor;
    private Entry[] entries;
    private long tableAt;

    private SectionReader(Path path, SourceFile file) {
        this.path = path;
        this.file = file;
        this.size = file.mapped().byteSize();
    }

    /**
     * Opens a file.
     *
     * @param known the sections that the caller can read; others are passed over where they are not required
     * @throws VectorFileException where the file is missing, not a Vectile file, of a later major version, cut short, or its
     *     header or table are damaged
     */
    static SectionReader open(Path path, Set<String> known) {
        SourceFile file = SourceFile.open(path);
        SectionReader reader = new SectionReader(path, file);
        boolean done = false;
        try {
            reader.readHeaderAndTable();
            reader.requireKnown(known);
            done = true;
            return reader;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private VectorFileException header(long at, String message) {
        return new VectorFileException(path, at, "header: " + message);
    }

    private VectorFileException table(long at, String message) {
        return new VectorFileException(path, at, "section table: " + message);
    }

    private byte[] read(long position, int n) {
        byte[] bytes = new byte[n];
        file.read(position, bytes, 0, n);
        return bytes;
    }

    // ---- header ----------------------------------------------------------------------------------------------------------

    private void readHeaderAndTable() {
        byte[] bytes = read(0, (int) Math.min(size, Format.HEADER_BYTES));
        if (bytes.length < Format.MAGIC.length || !Arrays.equals(bytes, 0, Format.MAGIC.length, Format.MAGIC, 0,
                Format.MAGIC.length)) {
            throw new VectorFileException(path, 0, ForeignFile.describe(bytes, size));
        }
        if (bytes.length < Format.HEADER_BYTES) {
            throw header(size, "needs " + Format.HEADER_BYTES + " bytes; the file ends after " + size);
        }
        ByteBuffer header = Format.littleEndian(bytes).position(Format.MAGIC.length);
        int checksum = Format.checksum(header.slice(0, Format.HEADER_CHECKSUM_AT));
        int written = header.getInt(Format.HEADER_CHECKSUM_AT);
        if (checksum != written) {
            throw header(0, "is damaged: its checksum is " + Format.hex(checksum) + "; " + Format.hex(written) + " was written");
        }
        int major = header.getShort() & 0xffff;
        minor = header.getShort() & 0xffff;
        if (major != Format.MAJOR) {
            throw header(Format.MAGIC.length, "the file has version " + major + "." + minor + " of the format; this Vectile reads "
                    + "versions " + Format.MAJOR + ".x, itself writing " + Format.MAJOR + "." + Format.MINOR
                    + (major > Format.MAJOR ? ": a later Vectile is needed" : ""));
        }
        int countAt = header.position();
        int count = header.getInt();
        tableAt = header.getLong();
        long fileSize = header.getLong();
        if (fileSize != size) {
            throw header(Math.min(Math.max(size, 0), Math.max(fileSize, 0)), "the file should have " + fileSize
                    + " bytes; it has " + size + (size < fileSize ? ": it was cut short" : ": something was appended"));
        }
        if (count < 0 || count > Format.MOST_SECTIONS) {
            throw header(countAt, "there should be " + Integer.toUnsignedString(count) + " sections; " + Format.MOST_SECTIONS
                    + " is the most");
        }
        int tableBytes = count * Format.ENTRY_BYTES;
        if (tableAt < Format.HEADER_BYTES || tableAt % Format.ALIGNMENT != 0 || tableAt > size - tableBytes) {
            throw header(countAt + Integer.BYTES, "the section table of " + tableBytes + " bytes should begin at byte "
                    + Long.toUnsignedString(tableAt) + "; it must be at a multiple of " + Format.ALIGNMENT + " within the file's "
                    + size);
        }
        readTable(read(tableAt, tableBytes), header.getInt());
    }

    // ---- table -----------------------------------------------------------------------------------------------------------

    private void readTable(byte[] bytes, int written) {
        int checksum = Format.checksum(ByteBuffer.wrap(bytes));
        if (checksum != written) {
            throw table(tableAt, "is damaged: bytes " + tableAt + " to " + (tableAt + bytes.length - 1) + " have the checksum "
                    + Format.hex(checksum) + "; " + Format.hex(written) + " was written");
        }
        ByteBuffer table = Format.littleEndian(bytes);
        entries = new Entry[bytes.length / Format.ENTRY_BYTES];
        long before = Format.HEADER_BYTES;
        for (int i = 0; i < entries.length; i++) {
            Entry entry = Entry.get(table);
            long at = tableAt + (long) i * Format.ENTRY_BYTES;
            check(entry, at, before);
            if (sections.put(entry.name(), new Section(path, file, entry, isLater())) != null) {
                throw table(at, "has section " + entry.name() + " twice");
            }
            entries[i] = entry;
            before = entry.end();
        }
        if (size < before + Format.TAIL_BYTES) {
            throw table(tableAt, "the last section ends at byte " + before + " of " + size + "; " + Format.TAIL_BYTES
                    + " bytes must follow it");
        }
    }

    private void check(Entry entry, long at, long before) {
        if (!Format.isName(entry.name())) {
            throw table(at, "a section must be called by four capital letters or digits");
        }
        if (entry.offset() < before || entry.offset() % Format.ALIGNMENT != 0 || entry.offset() > tableAt) {
            throw table(at + 8, "section " + entry.name() + " should begin at byte " + Long.toUnsignedString(entry.offset())
                    + "; it must be a multiple of " + Format.ALIGNMENT + " from " + before + " to " + tableAt);
        }
        if (entry.length() < 0 || entry.length() > tableAt - entry.offset()) {
            throw table(at + 16, "section " + entry.name() + " should have " + Long.toUnsignedString(entry.length()) + " bytes; "
                    + (tableAt - entry.offset()) + " lie between its start and the table");
        }
    }

    private void requireKnown(Set<String> known) {
        for (int i = 0; i < entries.length; i++) {
            if (entries[i].isRequired() && !known.contains(entries[i].name())) {
                throw table(tableAt + (long) i * Format.ENTRY_BYTES, "the file needs section " + entries[i].name()
                        + " to be understood, which this Vectile does not know; it is of version " + Format.MAJOR + "." + minor
                        + ", and " + Format.MAJOR + "." + Format.MINOR + " is read in full");
            }
        }
    }

    // ---- sections --------------------------------------------------------------------------------------------------------

    /** Whether the file may hold more than this version knows. */
    boolean isLater() {
        return minor > Format.MINOR;
    }

    /** The names of all sections, in the order of the file. */
    Set<String> names() {
        return Collections.unmodifiableSet(sections.keySet());
    }

    /** A section; null where the file has none of that name. */
    Section section(String name) {
        return sections.get(name);
    }

    /**
     * A section that must be there.
     *
     * @throws VectorFileException where it is not
     */
    Section require(String name) {
        Section section = section(name);
        if (section == null) {
            throw table(tableAt, "there is no section " + name + "; there are " + sections.keySet());
        }
        return section;
    }

    /** What the header and the table say. */
    NativeFile.Outline outline() {
        return new NativeFile.Outline(Format.MAJOR, minor, size, List.of(entries));
    }

    /** All of the file where it is mapped; it stays when this is closed. */
    MemorySegment mapped() {
        return file.mapped();
    }

    /**
     * Reads the whole file and compares the checksums of all sections; what lies between them must be zeros.
     *
     * @param progress hears of bytes read, and may stop
     * @throws VectorFileException naming the first section that is damaged, and its bytes
     */
    void verify(Progress progress) {
        Meter meter = new Meter(progress, "verify", size);
        meter.add(Format.HEADER_BYTES);
        long at = Format.HEADER_BYTES;
        for (Entry entry : entries) {
            requireZeros(at, entry.offset(), meter);
            sections.get(entry.name()).verify(meter::add);
            at = entry.end();
        }
        requireZeros(at, tableAt, meter);
        int tableBytes = entries.length * Format.ENTRY_BYTES;
        meter.add(tableBytes);
        requireZeros(tableAt + tableBytes, size, meter);
    }

    private void requireZeros(long from, long to, Meter meter) {
        long[] at = {from};
        Section.forEachPiece(file, from, to, piece -> {
            MemorySegment bytes = MemorySegment.ofBuffer(piece);
            MemorySegment zeros = MemorySegment.ofArray(new byte[piece.remaining()]);
            long wrong = bytes.mismatch(zeros);
            if (wrong >= 0) {
                throw new VectorFileException(path, at[0] + wrong, "padding: there is "
                        + (bytes.get(ValueLayout.JAVA_BYTE, wrong) & 255) + "; it must be 0");
            }
            at[0] += bytes.byteSize();
            meter.add(bytes.byteSize());
        });
    }

    /** Closes the file; what is mapped stays. */
    @Override
    public void close() {
        file.close();
    }
}
