package io.vectile.faiss;

import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that Faiss wrote, and what Faiss says of it; make_fixtures.py and make_more_fixtures.py beside the files made them.
 *
 * @param factory what it is, in the words of Faiss's index_factory
 * @param nprobe  cells that a search visits, 1 where there are none
 * @param bytes   size of the file
 */
public record FaissFixture(Path folder, String name, String factory, String metric, int nprobe, int k, long ntotal,
        boolean trained, long bytes, String note, int d) {
    /** The folders, of which d16 and d24 have the same cases. */
    public static final List<String> FOLDERS = List.of("d16", "d24", "more");

    private static final Pattern CASE = Pattern.compile("\\{[^{}]*\"name\"[^{}]*}");

    /** All cases of a folder. */
    public static List<FaissFixture> in(String folder) {
        try {
            URL url = Objects.requireNonNull(FaissFixture.class.getResource("/faiss/" + folder + "/cases.json"), folder);
            Path cases = Path.of(url.toURI());
            String json = Files.readString(cases);
            String shared = json.substring(0, json.indexOf("\"cases\""));
            return CASE.matcher(json).results().map(found -> of(cases.getParent(), found.group(), shared)).toList();
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The cases of all folders. */
    public static Stream<FaissFixture> all() {
        return FOLDERS.stream().flatMap(folder -> in(folder).stream());
    }

    /** One case by its folder and name. */
    public static FaissFixture of(String folder, String name) {
        return in(folder).stream().filter(fixture -> fixture.name().equals(name)).findFirst().orElseThrow();
    }

    private static FaissFixture of(Path folder, String json, String shared) {
        String nprobe = field(json, "nprobe");
        String d = field(json, "d");
        return new FaissFixture(folder, field(json, "name"), field(json, "factory"), field(json, "metric"),
                nprobe.equals("null") ? 1 : Integer.parseInt(nprobe), Integer.parseInt(field(json, "k")),
                Long.parseLong(field(json, "ntotal")), Boolean.parseBoolean(field(json, "trained")),
                Long.parseLong(field(json, "bytes")), field(json, "note"),
                Integer.parseInt(d == null ? field(shared, "d") : d));
    }

    private static String field(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\": (?:\"([^\"]*)\"|([^,}\\s]+))").matcher(json);
        return !found.find() ? null : found.group(1) == null ? found.group(2) : found.group(1);
    }

    /** The index file. */
    public Path file() {
        return folder.resolve(name + ".index");
    }

    /** Its bytes. */
    public byte[] read() {
        try {
            return Files.readAllBytes(file());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What Faiss was asked. */
    public Vectors queries() {
        Path own = folder.resolve("query_" + d + ".fvecs");
        return VectorFiles.open(Files.exists(own) ? own : folder.resolve("query.fvecs"));
    }

    /** The distances that Faiss answered, one row for each query. */
    public Vectors distances() {
        return VectorFiles.open(folder.resolve(name + ".dist.fvecs"));
    }

    /** The ids that Faiss answered, one row for each query. */
    public IntVectors ids() {
        Path wide = folder.resolve(name + ".ids.npy");
        return VectorFiles.openInts(Files.exists(wide) ? wide : folder.resolve(name + ".ids.ivecs"));
    }

    @Override
    public String toString() {
        return folder.getFileName() + "/" + name;
    }
}
