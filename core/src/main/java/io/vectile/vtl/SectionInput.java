package io.vectile.vtl;

import io.vectile.file.FileInput;
import io.vectile.file.SourceFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the fields of a section one after the other, by reads of the file: its pages are not mapped in for that. */
final class SectionInput extends FileInput {
    private static final int WINDOW_BYTES = 1 << 16;

    private final SourceFile file;
    private final boolean later;
    private final long end;
    private byte[] window = {};
    private long windowAt;
    private int windowLength;

    /** @param later whether the file is of a later minor version, which may have added fields at the end */
    SectionInput(Path path, SourceFile file, Entry entry, boolean later) {
        super(path, entry.offset(), entry.end(), "section " + entry.name() + ": ", "section");
        this.file = file;
        this.later = later;
        this.end = entry.end();
    }

    @Override
    protected MemorySegment look(long offset, int n) {
        if (offset < windowAt || offset + n > windowAt + windowLength) {
            int wanted = (int) Math.min(Math.max(n, WINDOW_BYTES), end - offset);
            if (window.length < wanted) {
                window = new byte[wanted];
            }
            file.read(offset, window, 0, wanted);
            windowAt = offset;
            windowLength = wanted;
        }
        return MemorySegment.ofArray(window).asSlice(offset - windowAt, n);
    }

    /** A number whose bits are flags, none of them unknown unless a later version set it. */
    int flags(String what, int known) {
        long at = position();
        int flags = i32(what);
        if (!later && (flags & ~known) != 0) {
            throw wrong(at, what + " are 0x" + Integer.toHexString(flags) + "; only 0x" + Integer.toHexString(known) + " are known");
        }
        return flags;
    }

    /** A text: its length in bytes u32, and these in UTF-8. */
    String text(String what, int mostBytes) {
        int length = i32("length of " + what, 0, mostBytes);
        long at = advance(length, what);
        ByteBuffer bytes = length == 0 ? ByteBuffer.allocate(0) : look(at, length).asByteBuffer();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw wrong(at, what + " is not text in UTF-8");
        }
    }

    byte[] bytes(String what, int n) {
        return look(advance(n, what), n).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Zeros up to a place, counted from the start of the section; a later version may have put something there. */
    void zerosTo(long start, long inSection) {
        long n = start + inSection - position();
        MemorySegment bytes = look(advance(n, "padding"), (int) n);
        for (long i = 0; !later && i < n; i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, i) != 0) {
                throw wrong(position() - n + i, "there must be zeros up to byte " + position());
            }
        }
    }

    /** Checks that nothing follows that this version does not know. */
    void end() {
        if (remaining() > 0 && !later) {
            throw wrong(position(), remaining() + " bytes follow the last field");
        }
    }
}
