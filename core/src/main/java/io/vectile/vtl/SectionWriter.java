package io.vectile.vtl;

import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Progress;
import io.vectile.file.FileOutput;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the native file, section after section, beside its target; when it is whole and on disk it takes the target's
 * place. All numbers are little endian:
 *
 * <table>
 * <caption>The file, in order</caption>
 * <tr><th>what</th><th>fields</th></tr>
 * <tr><td>header, 64 bytes</td><td>magic {@code 89 56 54 4c 0d 0a 1a 0a}, major u16, minor u16, number of sections u32, offset
 * of the table u64, size of the file u64, CRC32C of the table u32, 24 bytes of zero, CRC32C of the 60 bytes before it u32</td></tr>
 * <tr><td>sections</td><td>each at a multiple of 64, zeros between them</td></tr>
 * <tr><td>table, at a multiple of 64</td><td>of each section, in the order of offsets, 32 bytes: name (4 capital letters or
 * digits), flags u32 (bit 0: a reader must know the section), offset u64, length u64, CRC32C u32, zero u32</td></tr>
 * <tr><td>tail</td><td>zeros, up to a multiple of 64, at least 256 bytes after the last section</td></tr>
 * </table>
 *
 * <p>The header is written last: a file that has none was not finished.
 */
final class SectionWriter extends FileOutput {
    private static final String STAGE = "write";

    private final List<Entry> entries = new ArrayList<>();
    private String open;
    private boolean openIsRequired;
    private long openAt;

    private SectionWriter(Path path, Meter meter, long bytes) {
        super(path, meter, bytes);
        zeros(Format.HEADER_BYTES);
    }

    /**
     * Writes a file.
     *
     * @param progress hears of bytes written, and may stop the writing
     * @param sections writes all sections, and is called twice: once only to count their bytes
     * @throws io.vectile.error.VectorFileException   where it cannot be written; the target stays as it was
     * @throws io.vectile.error.CancelledException if the listener asks for it; the target stays as it was
     */
    static void write(Path path, Progress progress, Consumer<SectionWriter> sections) {
        long bytes = size(sections);
        Meter meter = new Meter(progress, STAGE, bytes);
        try (SectionWriter out = new SectionWriter(path, meter, bytes)) {
            sections.accept(out);
            out.finish();
        }
    }

    /** Bytes that a file of such sections takes. */
    static long size(Consumer<SectionWriter> sections) {
        try (SectionWriter out = new SectionWriter(null, null, 0)) {
            sections.accept(out);
            long end = out.position();
            return Format.fileSize(end, Format.aligned(end) + (long) out.entries.size() * Format.ENTRY_BYTES);
        }
    }

    /**
     * Begins a section, at a multiple of 64.
     *
     * @param name     four capital letters or digits, new to the file
     * @param required whether a reader that does not know it must not read the file
     */
    void begin(String name, boolean required) {
        if (open != null || !Format.isName(name) || entries.stream().anyMatch(entry -> entry.name().equals(name))) {
            throw new IllegalStateException("section " + name + " cannot begin" + (open == null ? "" : " within " + open));
        }
        align();
        open = name;
        openIsRequired = required;
        openAt = position();
        startChecksum();
    }

    /** Ends the section that began last. */
    void end() {
        entries.add(new Entry(open, openIsRequired ? Format.REQUIRED : 0, openAt, position() - openAt, endChecksum()));
        open = null;
    }

    /** Writes zeros up to the next multiple of 64. */
    void align() {
        zeros(Format.aligned(position()) - position());
    }

    private void finish() {
        if (open != null) {
            throw new IllegalStateException("section " + open + " has not ended");
        }
        long sectionsEnd = position();
        align();
        long tableAt = position();
        byte[] table = table();
        bytes(table, table.length);
        zeros(Format.fileSize(sectionsEnd, position()) - position());
        overwrite(header(tableAt, Format.checksum(ByteBuffer.wrap(table)), position()), 0);
        commit();
    }

    private byte[] table() {
        ByteBuffer table = Format.littleEndian(new byte[entries.size() * Format.ENTRY_BYTES]);
        entries.forEach(entry -> entry.put(table));
        return table.array();
    }

    private ByteBuffer header(long tableAt, int tableChecksum, long fileSize) {
        ByteBuffer header = Format.littleEndian(new byte[Format.HEADER_BYTES]);
        header.put(Format.MAGIC).putShort((short) Format.MAJOR).putShort((short) Format.MINOR);
        header.putInt(entries.size()).putLong(tableAt).putLong(fileSize).putInt(tableChecksum);
        header.putInt(Format.HEADER_CHECKSUM_AT, Format.checksum(header.slice(0, Format.HEADER_CHECKSUM_AT)));
        return header.rewind();
    }
}
