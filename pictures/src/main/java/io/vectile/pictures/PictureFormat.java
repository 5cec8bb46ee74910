package io.vectile.pictures;

import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The kinds of file that a picture can be written to, by their extensions. */
public enum PictureFormat {
    /** Lines and letters, sharp at any size. */
    SVG {
        @Override
        byte[] encode(Picture picture) {
            return picture.toSvg().getBytes(StandardCharsets.UTF_8);
        }
    },
    /** Pixels, for where SVG cannot go. */
    PNG {
        @Override
        byte[] encode(Picture picture) throws IOException {
            return Png.encode(picture.toImage(FILE_SCALE), FILE_SCALE);
        }
    };

    /** Pixels per unit of a file. */
    private static final double FILE_SCALE = 2;

    /**
     * The format of a file by its extension, in small or capital letters.
     *
     * @throws InvalidInputException if it has another extension, or none
     */
    public static PictureFormat of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (PictureFormat format : values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new InvalidInputException(file + " needs one of the extensions .svg and .png, for a picture");
    }

    /**
     * Looks, before the work whose result is drawn, whether this machine can write such files.
     *
     * @throws InvalidInputException if it has no fonts, which PNG needs, or names a screen that cannot be reached
     */
    public void requireAvailable() {
        if (this == PNG) {
            ImageCanvas.requirePainting();
        }
    }

    abstract byte[] encode(Picture picture) throws IOException;

    void write(Picture picture, Path file) {
        try {
            Files.write(file, encode(picture));
        } catch (IOException e) {
            throw new VectorFileException(file, "the picture cannot be written: " + e);
        }
    }
}
