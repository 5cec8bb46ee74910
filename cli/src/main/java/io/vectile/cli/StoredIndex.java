package io.vectile.cli;

import io.vectile.BuildOptions;
import io.vectile.FaissFiles;
import io.vectile.FileReport;
import io.vectile.Index;
import io.vectile.cli.text.Format;
import io.vectile.concurrent.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The file of an index, apart from what the index is.
 *
 * @param layout the sections of a native file; null where it is Faiss's
 */
record StoredIndex(Path file, IndexFile.Kind kind, FileReport layout) {

    static StoredIndex of(Path file) {
        IndexFile.Kind kind = IndexFile.kindOf(file);
        return new StoredIndex(file, kind, kind == IndexFile.Kind.VECTILE ? FileReport.of(file) : null);
    }

    /**
     * Reads all of it.
     *
     * @return what that shows
     * @throws io.vectile.error.VectorFileException naming what is wrong
     */
    String verify(BuildOptions options) {
        if (kind == IndexFile.Kind.VECTILE) {
            Index.verify(file, options.progress());
            return "verified: every checksum matches";
        }
        FaissFiles.read(file, options);
        readAll(options.progress());
        return "verified: all counts and sizes agree; a file of Faiss has no checksums";
    }

    /** Plain vectors stay where they are mapped, so that opening an index does not show whether its disk can be read. */
    private void readAll(Progress progress) {
        long total = IndexFile.bytes(file);
        byte[] piece = new byte[1 << 20];
        long done = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                done += n;
                progress.check("verify");
                progress.update("verify", Math.min(done, total), total);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("saved in   " + file + ", " + Format.count(IndexFile.bytes(file)) + " bytes, "
                + (layout == null ? "a file of Faiss" : "format " + version()));
        if (layout != null) {
            for (FileReport.Section section : layout.sections()) {
                lines.add(String.format(Locale.ROOT, "  %-8s %,15d bytes  at byte %,d", section.name(), section.bytes(), section.offset()));
            }
        }
        return lines;
    }

    /** For programs. */
    Map<String, Object> toJson() {
        Map<String, Object> object = InspectCommand.object("path", file.toString(), "bytes", IndexFile.bytes(file), "format", kind.word());
        if (layout != null) {
            object.put("format_version", version());
            object.put("sections", layout.sections().stream().map(section -> InspectCommand.object(
                    "name", section.name(), "offset", section.offset(), "bytes", section.bytes())).toList());
        }
        return object;
    }

    private String version() {
        return layout.major() + "." + layout.minor();
    }
}
