package io.vectile.cli.input;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Vectors;
import io.vectile.vectors.Vectors.ElementType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The HDF5 files of ann-benchmarks (https://github.com/erikbern/ann-benchmarks): {@code train} and {@code test} are n x d
 * numbers, {@code neighbors} the ids of the nearest of {@code train} for each row of {@code test}, nearest first.
 *
 * <p>float32 and uint8 rows that lie in one piece, as ann-benchmarks writes them, are mapped where they lie, in files of
 * any size; chunked, compressed, big endian or float64 ones are read into native memory.
 */
final class AnnBenchmarksFile {
    /** Numbers converted at a time. */
    private static final int SLICE_NUMBERS = 1 << 20;

    /** Deflate packs at most about 1032 bytes into one (zlib's documentation): a file cannot hold more than that. */
    private static final long MOST_PACKED = 1032;

    private AnnBenchmarksFile() {}

    static Vectors vectors(Path path, String name) {
        return read(path, name, AnnBenchmarksFile::vectorsOf);
    }

    static IntVectors integers(Path path, String name) {
        return read(path, name, AnnBenchmarksFile::integersOf);
    }

    private interface Reader<T> {
        T read(Path path, HdfFile file, Dataset dataset, Shape shape) throws IOException;
    }

    private record Shape(long n, int d) {}

    private static <T> T read(Path path, String name, Reader<T> reader) {
        if (!Files.isRegularFile(path)) {
            throw new VectorFileException(path, Files.exists(path) ? "this is not a regular file" : "there is no such file");
        }
        try (HdfFile file = new HdfFile(path)) {
            Dataset dataset = dataset(path, file, name);
            return reader.read(path, file, dataset, shape(path, dataset));
        } catch (HdfException e) {
            throw new VectorFileException(path, "this is not an HDF5 file that can be read (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new VectorFileException(path, "cannot be read (" + e.getMessage() + ")", e);
        } catch (InvalidInputException e) {
            throw new VectorFileException(path, e.getMessage(), e);
        } catch (VectorFileException e) {
            throw e;
        } catch (RuntimeException e) {
            // What the reader meets in a damaged file beyond its own exceptions: negative sizes, reads past the end.
            throw new VectorFileException(path, "this HDF5 file is damaged (" + e + ")", e);
        }
    }

    private static Dataset dataset(Path path, HdfFile file, String name) {
        Node node = file.getChild(name);
        if (node instanceof Dataset dataset) {
            return dataset;
        }
        List<String> present = file.getChildren().keySet().stream().sorted().toList();
        throw new VectorFileException(path, "it has no dataset \"" + name + "\"; it has "
                + (present.isEmpty() ? "none" : present.stream().collect(Collectors.joining(", "))));
    }

    private static Shape shape(Path path, Dataset dataset) {
        long[] dimensions = dataset.getDimensionsAsLong();
        boolean rows = dimensions.length == 2 && dimensions[0] >= 1 && dimensions[0] < 1L << 40;
        if (!rows || dimensions[1] < 1 || dimensions[1] > Vectors.MAX_D) {
            throw new VectorFileException(path, "\"" + dataset.getName() + "\" has the shape " + Arrays.toString(dimensions)
                    + "; n rows of 1 to " + Vectors.MAX_D + " numbers are needed");
        }
        return new Shape(dimensions[0], (int) dimensions[1]);
    }

    /** Before memory is taken for them: a damaged file can name any number of rows. */
    private static void requirePlausible(Path path, Dataset dataset, long bytes) throws IOException {
        long size = Files.size(path);
        if (bytes < 0 || bytes / MOST_PACKED > size) {
            throw new VectorFileException(path, "\"" + dataset.getName() + "\" would have "
                    + Arrays.toString(dataset.getDimensionsAsLong()) + " numbers in a file of " + size + " bytes");
        }
    }

    private static Vectors vectorsOf(Path path, HdfFile file, Dataset dataset, Shape shape) throws IOException {
        DataType type = dataset.getDataType();
        boolean floats = type instanceof FloatingPoint && type.getSize() <= Double.BYTES;
        boolean bytes = type instanceof FixedPoint fixed && !fixed.isSigned() && type.getSize() == 1;
        if (!floats && !bytes) {
            throw new VectorFileException(path, "\"" + dataset.getName() + "\" holds " + describe(type)
                    + "; vectors are floats or unsigned bytes");
        }
        ElementType element = bytes ? ElementType.UINT8 : ElementType.FLOAT32;
        long rowBytes = (long) shape.d() * element.bytes();
        boolean asWritten = bytes || type.getSize() == Float.BYTES && isLittleEndian((FloatingPoint) type);
        if (asWritten && dataset instanceof ContiguousDataset inOnePiece) {
            MemorySegment mapped = map(path, file.getUserBlockSize() + inOnePiece.getDataAddress(), shape.n() * rowBytes);
            return Vectors.of(mapped, element, shape.n(), shape.d(), 0, rowBytes);
        }
        requirePlausible(path, dataset, shape.n() * rowBytes);
        MemorySegment memory = Arena.ofAuto().allocate(shape.n() * rowBytes, Float.BYTES);
        forEachSlice(dataset, shape, (row, rows) -> copySlice(rows, memory, row, shape.d()));
        return Vectors.of(memory, element, shape.n(), shape.d(), 0, rowBytes);
    }

    private static boolean isLittleEndian(FloatingPoint type) {
        return type.getByteOrder() == ByteOrder.LITTLE_ENDIAN && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /** Lives for as long as the vectors over it. */
    private static MemorySegment map(Path path, long offset, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (offset < 0 || bytes > channel.size() - offset) {
                throw new VectorFileException(path, Math.max(0, offset), "the rows would take " + bytes
                        + " bytes from here; the file has " + channel.size() + " in all");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, bytes, Arena.ofAuto());
        }
    }

    private interface Slice {
        void accept(long row, Object rows);
    }

    private static void forEachSlice(Dataset dataset, Shape shape, Slice slice) {
        int rowsAtATime = Math.max(1, SLICE_NUMBERS / shape.d());
        for (long row = 0; row < shape.n(); row += rowsAtATime) {
            int count = (int) Math.min(rowsAtATime, shape.n() - row);
            slice.accept(row, dataset.getData(new long[] {row, 0}, new int[] {count, shape.d()}));
        }
    }

    private static void copySlice(Object rows, MemorySegment memory, long firstRow, int d) {
        switch (rows) {
            case float[][] floats -> {
                for (int i = 0; i < floats.length; i++) {
                    MemorySegment.copy(floats[i], 0, memory, ValueLayout.JAVA_FLOAT, (firstRow + i) * d * Float.BYTES, d);
                }
            }
            case double[][] doubles -> {
                for (int i = 0; i < doubles.length; i++) {
                    for (int j = 0; j < d; j++) {
                        memory.setAtIndex(ValueLayout.JAVA_FLOAT, (firstRow + i) * d + j, (float) doubles[i][j]);
                    }
                }
            }
            // jhdf widens what is unsigned
            case int[][] bytes -> {
                for (int i = 0; i < bytes.length; i++) {
                    for (int j = 0; j < d; j++) {
                        memory.set(ValueLayout.JAVA_BYTE, (firstRow + i) * d + j, (byte) bytes[i][j]);
                    }
                }
            }
            default -> throw new IllegalStateException("rows came as " + rows.getClass().getSimpleName());
        }
    }

    private static IntVectors integersOf(Path path, HdfFile file, Dataset dataset, Shape shape) throws IOException {
        DataType type = dataset.getDataType();
        if (!(type instanceof FixedPoint)) {
            throw new VectorFileException(path, "\"" + dataset.getName() + "\" holds " + describe(type)
                    + "; integers are needed");
        }
        if (shape.n() > (Integer.MAX_VALUE - 8) / shape.d()) {
            throw new VectorFileException(path, "\"" + dataset.getName() + "\" has " + shape.n() + " x " + shape.d()
                    + " integers; ground truth has at most " + (Integer.MAX_VALUE - 8));
        }
        requirePlausible(path, dataset, shape.n() * shape.d() * type.getSize());
        long[] all = new long[(int) (shape.n() * shape.d())];
        forEachSlice(dataset, shape, (row, rows) -> {
            int at = (int) (row * shape.d());
            switch (rows) {
                case int[][] ints -> {
                    for (int[] one : ints) {
                        for (int value : one) {
                            all[at++] = value;
                        }
                    }
                }
                case long[][] longs -> {
                    for (long[] one : longs) {
                        System.arraycopy(one, 0, all, at, one.length);
                        at += one.length;
                    }
                }
                default -> throw new VectorFileException(path, "\"" + dataset.getName() + "\" holds " + describe(type)
                        + "; int32 or int64 are needed");
            }
        });
        return IntVectors.of(all, shape.d());
    }

    private static String describe(DataType type) {
        return switch (type) {
            case FixedPoint fixed -> (fixed.isSigned() ? "int" : "uint") + 8 * fixed.getSize();
            case FloatingPoint floating -> "float" + 8 * floating.getSize();
            default -> type.getClass().getSimpleName() + " values";
        };
    }
}
