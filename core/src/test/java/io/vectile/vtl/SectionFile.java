package io.vectile.vtl;

import io.vectile.concurrent.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Changes native files of tests in ways that a writer does not, with checksums that are right all the same. */
final class SectionFile {
    private SectionFile() {}

    static byte[] bytes(Path folder, Consumer<SectionWriter> sections) throws IOException {
        Path file = folder.resolve("whole.vtl");
        SectionWriter.write(file, Progress.NONE, sections);
        return Files.readAllBytes(file);
    }

    static ByteBuffer view(byte[] file) {
        return Format.littleEndian(file);
    }

    static int tableAt(byte[] file) {
        return (int) view(file).getLong(16);
    }

    static int count(byte[] file) {
        return view(file).getInt(12);
    }

    /** Where the table has the entry of a section. */
    static int entryAt(byte[] file, String name) {
        for (int i = 0; i < count(file); i++) {
            int at = tableAt(file) + i * Format.ENTRY_BYTES;
            if (Entry.get(view(file).position(at)).name().equals(name)) {
                return at;
            }
        }
        throw new IllegalArgumentException("no section " + name);
    }

    static Entry entry(byte[] file, String name) {
        return Entry.get(view(file).position(entryAt(file, name)));
    }

    /** Makes the checksums of sections (where these lie in the file), table and header those of what is there. */
    static byte[] sealed(byte[] file) {
        ByteBuffer view = view(file);
        int tableAt = tableAt(file);
        int tableBytes = count(file) * Format.ENTRY_BYTES;
        if (tableAt >= 0 && tableBytes >= 0 && tableAt + tableBytes <= file.length) {
            for (int at = tableAt; at < tableAt + tableBytes; at += Format.ENTRY_BYTES) {
                Entry entry = Entry.get(view.position(at));
                if (entry.offset() >= 0 && entry.length() >= 0 && entry.end() >= 0 && entry.end() <= file.length) {
                    view.putInt(at + 24, Format.checksum(view.slice((int) entry.offset(), (int) entry.length())));
                }
            }
            view.putInt(32, Format.checksum(view.slice(tableAt, tableBytes)));
        }
        view.putInt(Format.HEADER_CHECKSUM_AT, Format.checksum(view.slice(0, Format.HEADER_CHECKSUM_AT)));
        return file;
    }

    /** A copy with a change, sealed. */
    static byte[] with(byte[] file, Consumer<ByteBuffer> change) {
        byte[] copy = file.clone();
        change.accept(view(copy));
        return sealed(copy);
    }
}
