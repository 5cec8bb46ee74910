package io.vectile.stress.crash;

import io.vectile.Index;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/** Faults planted on purpose, which kills must bring to light. */
enum SaveFault {
    /** Saves as they are. */
    NONE,
    /** The file is written where it lies. */
    IN_PLACE,
    /** A save is called done before it is. */
    EARLY;

    private static final int PIECES = 64;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException where no fault has that name */
    static SaveFault of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault " + word));
    }

    /** A format with the fault. */
    SavedFormat in(SavedFormat format) {
        return this == IN_PLACE ? new InPlace(format) : format;
    }

    private record InPlace(SavedFormat format) implements SavedFormat {
        @Override
        public void save(Index index, Path path) {
            Path beside = path.resolveSibling("." + path.getFileName() + ".beside.tmp");
            format.save(index, beside);
            try (FileChannel target = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                byte[] bytes = Files.readAllBytes(beside);
                Files.delete(beside);
                int piece = Math.ceilDiv(bytes.length, PIECES);
                for (int at = 0; at < bytes.length; at += piece) {
                    target.write(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)), at);
                    target.force(false);
                }
                target.truncate(bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Index open(Path path) {
            return format.open(path);
        }

        @Override
        public void verify(Path path) {
            format.verify(path);
        }
    }
}
