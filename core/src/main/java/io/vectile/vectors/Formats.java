package io.vectile.vectors;

import io.vectile.error.VectorFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Which format a file name stands for. */
final class Formats {
    private Formats() {}

    /** By extension, in upper or lower case. */
    static Format of(Path path) {
        Path fileName = path.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "fvecs" -> new VecsFormat(Scalar.FLOAT32);
            case "bvecs" -> new VecsFormat(Scalar.UINT8);
            case "ivecs" -> new VecsFormat(Scalar.INT32);
            case "fbin" -> new BinFormat(Scalar.FLOAT32);
            case "u8bin" -> new BinFormat(Scalar.UINT8);
            case "ibin" -> new BinFormat(Scalar.INT32);
            case "npy" -> new NpyFormat();
            default -> throw new VectorFileException(path, (extension.isEmpty()
                    ? "the name has no extension"
                    : "the extension ." + extension + " is unknown")
                    + "; known are fvecs, bvecs, fbin, u8bin and npy for vectors, ivecs, ibin and npy for integers");
        };
    }
}
