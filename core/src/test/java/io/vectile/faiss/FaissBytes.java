package io.vectile.faiss;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The bytes of a small Faiss file as tests spell them out, field by field. Fields have names, such as {@code nprobe} or
 * {@code cells.ntotal}, under which one can be changed.
 */
public final class FaissBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final List<String> counts = new ArrayList<>();
    private byte[] changed;

    // ---- primitives ------------------------------------------------------------------------------------------------------

    private FaissBytes put(String name, int bytes, Consumer<ByteBuffer> value) {
        places.put(name, out.size());
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        value.accept(buffer);
        out.writeBytes(buffer.array());
        return this;
    }

    public FaissBytes fourcc(String name, String fourcc) {
        return put(name, 4, buffer -> buffer.put(fourcc.getBytes(StandardCharsets.US_ASCII)));
    }

    public FaissBytes u8(String name, int value) {
        return put(name, 1, buffer -> buffer.put((byte) value));
    }

    public FaissBytes i32(String name, int value) {
        return put(name, 4, buffer -> buffer.putInt(value));
    }

    public FaissBytes i64(String name, long value) {
        return put(name, 8, buffer -> buffer.putLong(value));
    }

    public FaissBytes f32(String name, float value) {
        return put(name, 4, buffer -> buffer.putFloat(value));
    }

    /** A number of elements that follow, or that a part should have. */
    private FaissBytes count(String name, long value) {
        counts.add(name);
        return i64(name, value);
    }

    public FaissBytes floats(String name, float... values) {
        count(name + ".count", values.length);
        return put(name, 4 * values.length, buffer -> {
            for (float value : values) {
                buffer.putFloat(value);
            }
        });
    }

    public FaissBytes longs(String name, long... values) {
        count(name + ".count", values.length);
        return bare(name, values);
    }

    private FaissBytes bare(String name, long... values) {
        return put(name, 8 * values.length, buffer -> {
            for (long value : values) {
                buffer.putLong(value);
            }
        });
    }

    private FaissBytes bytes(String name, int... values) {
        return put(name, values.length, buffer -> {
            for (int value : values) {
                buffer.put((byte) value);
            }
        });
    }

    // ---- parts of files ----------------------------------------------------------------------------------------------------

    /** @param prefix of the names of the fields; empty, or ends with a dot */
    private FaissBytes header(String prefix, String fourcc, int d, long ntotal, boolean trained, int metric) {
        fourcc(prefix + "fourcc", fourcc).i32(prefix + "d", d).count(prefix + "ntotal", ntotal);
        i64(prefix + "dummy1", 1 << 20).i64(prefix + "dummy2", 1 << 20);
        return u8(prefix + "trained", trained ? 1 : 0).i32(prefix + "metric", metric);
    }

    /** IndexFlatL2. */
    public FaissBytes flat(String prefix, int d, float... rows) {
        return header(prefix, "IxF2", d, rows.length / d, true, 1).floats(prefix + "rows", rows);
    }

    private FaissBytes quantizer(int d, int m, int nbits) {
        float[] centroids = new float[d << nbits];
        for (int i = 0; i < centroids.length; i++) {
            centroids[i] = i % 7 - 3;
        }
        count("pq.d", d).count("pq.m", m).count("pq.nbits", nbits);
        return floats("centroids", centroids);
    }

    /** IndexPQ of d = 4, m = 2, nbits = 3 with three vectors, codes of one byte. */
    public static FaissBytes pq() {
        FaissBytes file = new FaissBytes().header("", "IxPq", 4, 3, true, 1).quantizer(4, 2, 3);
        return file.count("codes.count", 3).bytes("codes", 0, 9, 18).i32("search_type", 0).u8("encode_signs", 0)
                .i32("polysemous_ht", 7);
    }

    private FaissBytes cells(String fourcc, int d, boolean trained) {
        header("", fourcc, d, trained ? 4 : 0, trained, 1).count("nlist", 3).count("nprobe", 2);
        float[] centroids = new float[trained ? 3 * d : 0];
        for (int i = 0; i < centroids.length; i++) {
            centroids[i] = i;
        }
        return flat("cells.", d, centroids);
    }

    private FaissBytes noMap() {
        return u8("map", 0).longs("map.array");
    }

    /** Three lists with two, none and two vectors, ids 0 and 3, 1 and 2. */
    private FaissBytes lists(int codeSize) {
        fourcc("lists", "ilar").count("lists.nlist", 3).count("lists.code_size", codeSize).fourcc("sizes.fourcc", "full");
        longs("sizes", 2, 0, 2);
        put("codes0", 2 * codeSize, buffer -> {});
        bare("ids0", 0, 3);
        put("codes2", 2 * codeSize, buffer -> {});
        return bare("ids2", 1, 2);
    }

    /** IndexIVFFlat of d = 2 with three cells and four vectors. */
    public static FaissBytes ivfFlat() {
        return new FaissBytes().cells("IwFl", 2, true).noMap().lists(8);
    }

    /** The same with an array as its direct map. */
    public static FaissBytes ivfFlatWithArray() {
        return new FaissBytes().cells("IwFl", 2, true).u8("map", 1).longs("map.array", 0, 2L << 32, 2L << 32 | 1, 1).lists(8);
    }

    /** The same with a hash table as its direct map. */
    public static FaissBytes ivfFlatWithHashTable() {
        return new FaissBytes().cells("IwFl", 2, true).u8("map", 2).longs("map.array").count("map.entries", 4)
                .bare("map.pairs", 3, 1, 0, 0, 1, 2L << 32, 2, 2L << 32 | 1).lists(8);
    }

    /** IndexIVFFlat that is not trained, with lists whose sizes are sparse. */
    public static FaissBytes ivfFlatUntrained() {
        return new FaissBytes().cells("IwFl", 2, false).noMap().sparse(8);
    }

    private FaissBytes sparse(int codeSize, long... pairs) {
        return fourcc("lists", "ilar").count("lists.nlist", 3).count("lists.code_size", codeSize).fourcc("sizes.fourcc", "sprs")
                .longs("sizes", pairs);
    }

    /** IndexIVFFlat of d = 2 with four vectors, all in the second of three cells. */
    public static FaissBytes ivfFlatSparse() {
        return new FaissBytes().cells("IwFl", 2, true).noMap().sparse(8, 1, 4).put("codes1", 4 * 8, buffer -> {})
                .bare("ids1", 0, 1, 2, 3);
    }

    /** IndexIVFPQ of d = 4, three cells, m = 2, nbits = 3, with four vectors. */
    public static FaissBytes ivfPq() {
        return new FaissBytes().cells("IwPQ", 4, true).noMap().u8("by_residual", 1).count("code_size", 1).quantizer(4, 2, 3)
                .lists(1);
    }

    /** IndexIDMap2 over an IndexFlat of d = 2 with three vectors. */
    public static FaissBytes idMap() {
        return new FaissBytes().header("", "IxM2", 2, 3, true, 1).flat("inner.", 2, 1, 2, 3, 4, 5, 6).longs("ids", 7, 5, 6);
    }

    /** IndexRefine of d = 2 with three vectors in both parts. */
    public static FaissBytes refine() {
        return new FaissBytes().header("", "IxRF", 2, 3, true, 1).flat("base.", 2, 1, 2, 3, 4, 5, 6)
                .flat("originals.", 2, 1, 2, 3, 4, 5, 6).f32("k_factor", 2);
    }

    /** What stands behind the fields of every transform. */
    private FaissBytes trailer(String prefix, int dIn, int dOut) {
        return i32(prefix + "d_in", dIn).i32(prefix + "d_out", dOut).u8(prefix + "trained", 1);
    }

    private FaissBytes transforms(int d, int count) {
        return header("", "IxPT", d, 3, true, 1).i32("transforms", count);
    }

    /** IndexPreTransform of a linear transform from 3 to 2 dimensions over an IndexFlat with three vectors. */
    public static FaissBytes linear() {
        return linear(1, 0, 0, 0, 1, 0);
    }

    /** The same with a matrix that lacks two numbers. */
    public static FaissBytes shortMatrix() {
        return linear(1, 0, 0, 0);
    }

    private static FaissBytes linear(float... matrix) {
        return new FaissBytes().transforms(3, 1).fourcc("t.", "LTra").u8("t.have_bias", 1).floats("t.matrix", matrix)
                .floats("t.bias", 5, 6).trailer("t.", 3, 2)
                .flat("inner.", 2, 1, 2, 3, 4, 5, 6);
    }

    /** The same without vectors. */
    public static FaissBytes linearEmpty() {
        return new FaissBytes().header("", "IxPT", 3, 0, true, 1).i32("transforms", 1).fourcc("t.", "LTra").u8("t.have_bias", 0)
                .floats("t.matrix", 1, 0, 0, 0, 1, 0).floats("t.bias").trailer("t.", 3, 2).flat("inner.", 2);
    }

    /** IndexPreTransform of no transforms over an IndexFlat with three vectors. */
    public static FaissBytes noTransforms() {
        return new FaissBytes().transforms(2, 0).flat("inner.", 2, 1, 2, 3, 4, 5, 6);
    }

    /** IndexPreTransform of centering and scaling to length one over an IndexFlat with three vectors. */
    public static FaissBytes centerAndNormalize() {
        return new FaissBytes().transforms(2, 2).fourcc("c.", "VCnt").floats("c.mean", 1, 2).trailer("c.", 2, 2)
                .fourcc("n.", "VNrm").f32("n.norm", 2).trailer("n.", 2, 2).flat("inner.", 2, 1, 2, 3, 4, 5, 6);
    }

    /** IndexPreTransform of PCA from 3 to 2 dimensions over an IndexFlat with three vectors. */
    public static FaissBytes pca() {
        return new FaissBytes().transforms(3, 1).fourcc("t.", "Pcam").f32("t.eigen_power", 0).f32("t.epsilon", 0)
                .u8("t.random_rotation", 0).i32("t.balanced_bins", 0).floats("t.mean", 0, 0, 0)
                .floats("t.eigenvalues", 3, 2, 1).floats("t.basis", 1, 0, 0, 0, 1, 0, 0, 0, 1).u8("t.have_bias", 1)
                .floats("t.matrix", 1, 0, 0, 0, 1, 0).floats("t.bias", 5, 6).trailer("t.", 3, 2)
                .flat("inner.", 2, 1, 2, 3, 4, 5, 6);
    }

    /** A file of nothing but the start of an index within an index within an index. */
    public static byte[] nested(String fourcc, int times) {
        FaissBytes file = new FaissBytes();
        for (int i = 0; i < times; i++) {
            file.header(i + ".", fourcc, 2, 0, true, 1);
        }
        return file.array();
    }

    // ---- changes -----------------------------------------------------------------------------------------------------------

    /** Names of the fields that count something. */
    public List<String> counts() {
        return List.copyOf(counts);
    }

    /** The byte at which a field starts. */
    public int at(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new AssertionError("no field " + name + " among " + places.keySet());
        }
        return place;
    }

    private ByteBuffer change() {
        changed = array();
        return ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    }

    public FaissBytes withByte(String name, int value) {
        change().put(at(name), (byte) value);
        return this;
    }

    public FaissBytes withInt(String name, int value) {
        change().putInt(at(name), value);
        return this;
    }

    public FaissBytes withLong(String name, long value) {
        change().putLong(at(name), value);
        return this;
    }

    /** Changes one of the longs of a field. */
    public FaissBytes withLong(String name, int index, long value) {
        change().putLong(at(name) + 8 * index, value);
        return this;
    }

    public FaissBytes withFloat(String name, float value) {
        change().putFloat(at(name), value);
        return this;
    }

    public FaissBytes withText(String name, String text) {
        change().put(at(name), text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public byte[] array() {
        return changed == null ? out.toByteArray() : changed;
    }

    public Path in(Path folder) throws IOException {
        return Files.write(folder.resolve("a.index"), array());
    }
}
