import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Makes the three files of this folder from the full photosift1m: {@code java MakeSample.java FOLDER}, where FOLDER holds base.bvecs and
 * query.bvecs. Every 20th base row and every 10th query row are taken, so all photographs stay represented in their order and proportion;
 * the ground truth is brute force in integers, which is exact, with ties ordered by row.
 */
class MakeSample {
    static final int BASE_ROWS = 50_000, QUERY_ROWS = 1_000, NEIGHBOURS = 100;

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        byte[][] base = stride(folder.resolve("base.bvecs"), BASE_ROWS);
        byte[][] queries = stride(folder.resolve("query.bvecs"), QUERY_ROWS);
        int[][] truth = IntStream.range(0, QUERY_ROWS).parallel().mapToObj(q -> nearest(base, queries[q])).toArray(int[][]::new);

        writeBytes(Path.of("base.u8bin"), base);
        writeBytes(Path.of("query.u8bin"), queries);
        var out = header(QUERY_ROWS, NEIGHBOURS, Integer.BYTES);
        for (int[] row : truth) {
            for (int id : row) {
                out.putInt(id);
            }
        }
        Files.write(Path.of("groundtruth.ibin"), out.array());
    }

    /** {@code wanted} rows at equal distances over a bvecs file. */
    static byte[][] stride(Path file, int wanted) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var first = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(first, 0);
            int d = first.getInt(0);
            long rowBytes = Integer.BYTES + d, rows = channel.size() / rowBytes, step = rows / wanted;
            var sample = new byte[wanted][d];
            for (int i = 0; i < wanted; i++) {
                var row = ByteBuffer.wrap(sample[i]);
                long at = i * step * rowBytes + Integer.BYTES;
                while (row.hasRemaining()) {
                    if (channel.read(row, at + row.position()) < 0) {
                        throw new IOException(file + " ends inside row " + i * step);
                    }
                }
            }
            return sample;
        }
    }

    static int[] nearest(byte[][] base, byte[] query) {
        // One long per candidate orders by (distance, row): squared distances of 128 bytes stay below 2^23, rows below 2^32.
        var worstFirst = new PriorityQueue<Long>(NEIGHBOURS + 1, (a, b) -> Long.compare(b, a));
        for (int row = 0; row < base.length; row++) {
            long distance = 0;
            for (int i = 0; i < query.length; i++) {
                int difference = (query[i] & 255) - (base[row][i] & 255);
                distance += difference * difference;
            }
            long key = distance << 32 | row;
            if (worstFirst.size() < NEIGHBOURS || key < worstFirst.peek()) {
                worstFirst.add(key);
                if (worstFirst.size() > NEIGHBOURS) {
                    worstFirst.poll();
                }
            }
        }
        return worstFirst.stream().sorted().mapToInt(Long::intValue).toArray();
    }

    static void writeBytes(Path file, byte[][] rows) throws IOException {
        var out = header(rows.length, rows[0].length, 1);
        for (byte[] row : rows) {
            out.put(row);
        }
        Files.write(file, out.array());
    }

    /** The header of u8bin and ibin: int32 rows, int32 columns, little endian. */
    static ByteBuffer header(int rows, int columns, int elementBytes) {
        return ByteBuffer.allocate(2 * Integer.BYTES + rows * columns * elementBytes).order(ByteOrder.LITTLE_ENDIAN).putInt(rows).putInt(columns);
    }
}
