package io.vectile;

import io.vectile.vtl.NativeFile;
import java.nio.file.Path;
import java.util.List;

/**
 * How a file that {@link Index#save} wrote is made up, as its header and its table of sections say; {@code
 * docs/file-format.md} tells what the sections hold.
 *
 * @param major    major version of the format; files of others are not read
 * @param minor    minor version of the format
 * @param bytes    size of the file
 * @param sections by their offsets
 */
public record FileReport(int major, int minor, long bytes, List<Section> sections) {
    /**
     * A section.
     *
     * @param name     four capital letters or digits
     * @param offset   of its first byte in the file
     * @param bytes    its length
     * @param required whether a reader that does not know it must refuse the file
     */
    public record Section(String name, long offset, long bytes, boolean required) {}

    /**
     * Reads the header and the table of a file, in time that does not depend on its size.
     *
     * @throws io.vectile.error.VectorFileException where the file is missing, no index of this library, of a later major
     *                                              version, cut short, or damaged there
     */
    public static FileReport of(Path path) {
        NativeFile.Outline file = NativeFile.outline(path);
        return new FileReport(file.major(), file.minor(), file.bytes(), file.entries().stream()
                .map(entry -> new Section(entry.name(), entry.offset(), entry.length(), entry.isRequired())).toList());
    }
}
