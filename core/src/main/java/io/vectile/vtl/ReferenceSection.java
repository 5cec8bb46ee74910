package io.vectile.vtl;

import io.vectile.error.VectorFileException;
import io.vectile.storage.RowStore;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Section ROWS, the file of vectors whose rows are the first originals; there is none where all originals are in ORIG. How
 * many rows u64, the file's absolute path, its length u32 and its UTF-8. Where there is no such file, one of the same name
 * beside the index is taken.
 */
final class ReferenceSection {
    static final String NAME = "ROWS";

    private static final int MOST_PATH_BYTES = 1 << 16;

    private ReferenceSection() {}

    static void write(SectionWriter out, RowStore rows) {
        out.begin(NAME, true);
        out.i64(rows.size());
        out.text(rows.file().toString());
        out.end();
    }

    /**
     * Reads it and maps the file.
     *
     * @param index    the file that refers to it
     * @param ordinals how many originals there are
     */
    static RowStore read(Section section, Path index, int d, long ordinals) {
        SectionInput in = section.input();
        long start = in.position();
        long count = in.u64("the number of rows", 1, ordinals);
        String name = in.text("the path of their file", MOST_PATH_BYTES);
        in.end();
        Path file = resolve(section, start + Long.BYTES, index, name);
        Vectors rows;
        try {
            rows = VectorFiles.reopen(file);
        } catch (VectorFileException e) {
            throw section.wrong(start, "the index refers to rows of another file, which does not open: " + e.getMessage());
        }
        if (rows.d() != d || rows.n() < count) {
            throw section.wrong(start, "the index refers to " + count + " rows of d = " + d + " of " + file + ", which has "
                    + rows.n() + " of d = " + rows.d());
        }
        return new RowStore(rows.segment(), rows.offset(), rows.stride(), d, rows.type().bytes(), count, file);
    }

    private static Path resolve(Section section, long at, Path index, String name) {
        try {
            Path path = Path.of(name).toAbsolutePath().normalize();
            Path beside = index.toAbsolutePath().normalize().resolveSibling(path.getFileName() == null ? path : path.getFileName());
            if (Files.exists(path)) {
                return path;
            }
            if (Files.exists(beside)) {
                return beside;
            }
            throw section.wrong(at - Long.BYTES, "the index refers to rows of " + path + ", which is not there, nor is "
                    + (beside.equals(path) ? "another of its name beside the index" : beside));
        } catch (InvalidPathException e) {
            throw section.wrong(at, "the path of the file of vectors is none: " + e.getMessage());
        }
    }
}
