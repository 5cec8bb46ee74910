package io.vectile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.error.VectorFileException;
import io.vectile.faiss.FaissBytes;
import io.vectile.faiss.FaissFixture;
import io.vectile.vectors.Seeds;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a Faiss file, it is refused with a typed error, or is an index that works. */
class FaissFuzzTest {
    private static final int CASES = 2500;
    private static final int K = 5;
    private static final long[] AWKWARD = {0, 1, 2, -1, 8, 255, 256, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32,
        1L << 40, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final float[] AWKWARD_FLOATS = {0f, -0f, 1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        3e38f, -3e38f, 1e19f, 1e-30f, Float.MIN_VALUE};

    @TempDir
    Path folder;

    @Test
    void anyDamageIsATypedErrorOrAnIndexThatWorks() throws IOException {
        List<byte[]> files = Stream.concat(
                FaissFixture.all().filter(fixture -> fixture.bytes() < 25_000).map(FaissFixture::read),
                Stream.of(FaissBytes.pq(), FaissBytes.ivfFlat(), FaissBytes.ivfFlatWithArray(), FaissBytes.ivfFlatWithHashTable(),
                        FaissBytes.ivfFlatSparse(), FaissBytes.ivfPq(), FaissBytes.idMap(), FaissBytes.refine(),
                        FaissBytes.linear(), FaissBytes.centerAndNormalize(), FaissBytes.pca()).map(FaissBytes::array)).toList();
        int[] read = {0};
        Seeds.forAll(CASES, random -> {
            byte[] bytes = damaged(files.get(random.nextInt(files.size())), files, random);
            Path file = Files.write(folder.resolve("a.index"), bytes);
            Index index;
            try {
                index = FaissFiles.read(file, BuildOptions.defaults().withThreads(1 + random.nextInt(2)));
            } catch (VectorFileException e) {
                assertEquals(file, e.path());
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
                return;
            }
            read[0]++;
            try {
                works(index, random);
            } catch (InvalidInputException e) {
                // Numbers that are finite, and still so large that a query is past the floats after the transforms.
                assertTrue(e.getMessage().matches("(the|query \\d+) .*has the squared length .* after the transforms; .*"),
                        e.getMessage());
            }
        });
        assertTrue(read[0] > CASES / 10 && read[0] < CASES * 9 / 10, read[0] + " files of " + CASES + " were read");
    }

    // ---- damage ----------------------------------------------------------------------------------------------------------

    private static byte[] damaged(byte[] whole, List<byte[]> others, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
            int at = place(bytes.length, random);
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            switch (random.nextInt(12)) {
                case 0 -> bytes = Arrays.copyOf(bytes, Math.max(1, random.nextInt(bytes.length + 1)));
                case 1 -> bytes = spliced(bytes, at, random.nextInt(20), others.get(random.nextInt(others.size())), random);
                case 2, 3 -> buffer.put(at, (byte) random.nextInt());
                case 4 -> buffer.put(at, (byte) (buffer.get(at) ^ 1 << random.nextInt(8)));
                case 5, 6 -> {
                    if (at + 4 <= bytes.length) {
                        buffer.putInt(at, (int) awkward(buffer.getInt(at), random));
                    }
                }
                case 7, 8 -> {
                    if (at + 8 <= bytes.length) {
                        buffer.putLong(at, awkward(buffer.getLong(at), random));
                    }
                }
                default -> {
                    if (at + 4 <= bytes.length) {
                        buffer.putFloat(at, AWKWARD_FLOATS[random.nextInt(AWKWARD_FLOATS.length)]);
                    }
                }
            }
        }
        return bytes;
    }

    /** Near the start or the end as often as anywhere else: there is what is no number of a vector. */
    private static int place(int length, SplittableRandom random) {
        int near = Math.min(length, 200);
        return switch (random.nextInt(4)) {
            case 0, 1 -> random.nextInt(length);
            case 2 -> random.nextInt(near);
            default -> length - 1 - random.nextInt(near);
        };
    }

    private static long awkward(long value, SplittableRandom random) {
        return random.nextBoolean() ? AWKWARD[random.nextInt(AWKWARD.length)] : value + random.nextInt(5) - 2;
    }

    /** Takes some bytes out and puts some of another file in. */
    private static byte[] spliced(byte[] bytes, int at, int out, byte[] other, SplittableRandom random) {
        int from = random.nextInt(other.length);
        int in = Math.min(other.length - from, random.nextInt(20));
        int rest = Math.min(bytes.length, at + out);
        byte[] result = Arrays.copyOf(bytes, at + in + bytes.length - rest);
        System.arraycopy(other, from, result, at, in);
        System.arraycopy(bytes, rest, result, at + in, bytes.length - rest);
        return result;
    }

    // ---- what an index has to do -------------------------------------------------------------------------------------------

    private void works(Index index, SplittableRandom random) throws IOException {
        IndexReport report = index.inspect();
        assertEquals(index.ntotal(), report.ntotal());
        Index again = index;
        if (random.nextInt(4) == 0) { // forcing a file to disk takes longer than all else
            Path written = folder.resolve("b.index");
            FaissFiles.write(index, written);
            assertEquals(report.fileBytes(), Files.size(written));
            again = FaissFiles.read(written);
            assertEquals(index.ntotal(), again.ntotal());
            assertEquals(index.isTrained(), again.isTrained());
        }
        if (!index.isTrained() || index.d() > 1000) {
            return;
        }
        Vectors queries = Data.NORMAL.vectors(5, index.d(), random);
        Neighbors batch = index.search(queries, K, SearchOptions.defaults().withThreads(1 + random.nextInt(2)));
        assertEquals(batch, again.search(queries, K), "the index that was written and read");
        for (int q = 0; q < queries.n(); q++) {
            assertWellFormed(index, batch.ids(q), batch.distances(q));
            Neighbors single = index.search(queries.row(q), K);
            assertArrayEquals(batch.ids(q), single.ids(0), "query " + q + " alone");
            assertArrayEquals(batch.distances(q), single.distances(0), "query " + q + " alone");
        }
        float radius = batch.distance(0, random.nextInt(K));
        for (float each : new float[] {0f, Float.isFinite(radius) ? radius : 1f}) {
            RangeNeighbors within = index.rangeSearch(queries.row(0), each);
            assertWellFormed(index, within.ids(0), within.distances(0));
            for (float distance : within.distances(0)) {
                assertTrue(index.metric().smallerIsNearer() ? distance < each : distance > each, distance + " within " + each);
            }
        }
    }

    private static void assertWellFormed(Index index, long[] ids, float[] distances) {
        boolean smaller = index.metric().smallerIsNearer();
        int found = 0;
        while (found < ids.length && ids[found] != Neighbors.NO_ID) {
            found++;
        }
        for (int i = 0; i < ids.length; i++) {
            assertTrue(!Float.isNaN(distances[i]), "place " + i + " is no number");
            if (i > 0 && i < found) {
                float before = smaller ? distances[i - 1] : -distances[i - 1];
                float nearer = smaller ? distances[i] : -distances[i];
                assertTrue(before < nearer || before == nearer && ids[i - 1] <= ids[i],
                        before + " of " + ids[i - 1] + " comes before " + nearer + " of " + ids[i]);
            }
            if (ids[i] != Neighbors.NO_ID) {
                assertPresent(index, ids[i]);
            }
        }
    }

    private static void assertPresent(Index index, long id) {
        try {
            assertEquals(index.d(), index.reconstruct(id).length);
        } catch (IndexStateException e) {
            assertTrue(e.getMessage().endsWith("dimensions that cannot be undone"), e.getMessage());
        }
    }
}
