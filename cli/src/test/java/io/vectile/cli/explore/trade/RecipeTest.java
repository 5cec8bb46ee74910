package io.vectile.cli.explore.trade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.Index;
import io.vectile.IndexSpec;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.explore.SmallSample;
import io.vectile.cli.explore.data.DataFiles;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
    private static final DataFiles FILES = new DataFiles("sift/sift_base.fvecs", "my data/it's.fvecs", Optional.of("sift/sift_learn.fvecs"));

    @TempDir
    Path temp;

    private static Recipe recipe(String spec, String search, Metric metric) {
        return new Recipe(IndexSpec.parse(spec), search, 10, 128, metric, Optional.of(FILES));
    }

    /** Compiles the statements as a method's body, and runs it. */
    private Object[] run(String statements, Vectors training, Vectors base, Vectors queries) throws Exception {
        Path source = temp.resolve("Made.java");
        Files.writeString(source, """
                import io.vectile.*;
                import io.vectile.vectors.*;

                public final class Made {
                    public static Object[] run(Vectors training, Vectors base, Vectors queries) {
                        %s
                        return new Object[] {index, found};
                    }
                }
                """.formatted(statements));
        StringWriter errors = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        assertTrue(compiler.getTask(errors, files, null, List.of("-d", temp.toString()), null, files.getJavaFileObjects(source)).call(), errors::toString);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {temp.toUri().toURL()})) {
            return (Object[]) loader.loadClass("Made").getMethod("run", Vectors.class, Vectors.class, Vectors.class)
                    .invoke(null, training, base, queries);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Flat | '' | L2",
        "PQ8 | '' | L2",
        "PQ16x4 | '' | L2",
        "IVF16,Flat | nprobe=2 | INNER_PRODUCT",
        "IVF16,PQ8 | nprobe=3 | COSINE",
        "IVF16,PQ8,RFlat | nprobe=3,k_factor=2.5 | L2",
        "PQ4,RFlat | k_factor=4 | L2",
        "PCA32,Flat | '' | L2",
        "PCAWR32,IVF8,PQ8 | nprobe=8 | L2",
        "OPQ8_64,IVF8,PQ8 | nprobe=8 | L2",
        "RR,PQ8 | '' | L2",
        "L2norm,Center,Flat | '' | L2",
    })
    void theJavaLinesCompileAndMakeTheIndexThatWasMeasured(String spec, String search, Metric metric) throws Exception {
        ExploredData data = SmallSample.data();
        Object[] made = run(recipe(spec, search, metric).java(), data.training(), data.base(), data.queries());
        Index index = (Index) made[0];
        assertEquals(IndexSpec.parse(spec), index.spec());
        assertEquals(metric, index.metric());
        assertEquals(4000, index.ntotal());

        Index measured = Index.of(spec, 128, metric);
        measured.train(data.training());
        measured.add(data.base());
        Neighbors expected = measured.search(data.queries(), 10, SearchOptions.parse(search));
        Neighbors found = (Neighbors) made[1];
        for (int q = 0; q < 50; q++) {
            assertEquals(Arrays.toString(expected.ids(q)), Arrays.toString(found.ids(q)));
        }
    }

    @Test
    void theCommandsNameTheFilesOfTheData() {
        Recipe recipe = recipe("OPQ8,IVF256,PQ8,RFlat", "nprobe=8,k_factor=4", Metric.COSINE);
        assertEquals("./vectile build --index OPQ8,IVF256,PQ8,RFlat --base sift/sift_base.fvecs --train sift/sift_learn.fvecs --metric cosine "
                + "--search nprobe=8,k_factor=4 --out opq8-ivf256-pq8-rflat.vtl", recipe.build());
        assertEquals("./vectile bench --index OPQ8,IVF256,PQ8,RFlat --base sift/sift_base.fvecs --train sift/sift_learn.fvecs "
                + "--query 'my data/it'\\''s.fvecs' --metric cosine -k 10 --search nprobe=8,k_factor=4", recipe.bench());
    }

    @Test
    void whatComesFromNoFilesHasNamesThatStandForThem() {
        Recipe recipe = Recipe.of(IndexSpec.parse("PQ8"), "", 10, SmallSample.data());
        assertEquals("./vectile build --index PQ8 --base base.fvecs --out pq8.vtl", recipe.build());
        assertEquals("./vectile bench --index PQ8 --base base.fvecs --query query.fvecs -k 10", recipe.bench());
    }
}
