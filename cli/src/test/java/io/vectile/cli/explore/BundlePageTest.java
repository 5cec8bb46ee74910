package io.vectile.cli.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the build that puts the page together, and the page that it made. */
class BundlePageTest {
    @TempDir
    Path temp;

    private Path web;

    @BeforeEach
    void plantPage() throws IOException {
        web = Files.createDirectory(temp.resolve("web"));
        write("index.html", "<link rel=\"stylesheet\" href=\"style.css\">|<script type=\"module\" src=\"main.js\"></script>|<!-- licences -->");
        write("style.css", "p { margin: 0; }");
        library("d3-delaunay", "dist/d3-delaunay.min.js", "d3 = {};");
        library("uplot", "dist/uPlot.iife.min.js", "uPlot = {};");
        write("../webjars/uplot/1.0/dist/uPlot.min.css", ".uplot {}");
    }

    private void library(String name, String script, String text) throws IOException {
        write("../webjars/" + name + "/1.0/" + script, text);
        write("../webjars/" + name + "/1.0/LICENSE", "May be <used> & shared.");
    }

    private void write(String name, String text) throws IOException {
        Path file = web.resolve(name).normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private record Result(int status, String said) {}

    private Result bundle() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Path.of("src/main/build/BundlePage.java").toString(), web.toString(), temp.resolve("webjars").toString(),
                temp.resolve("out/page.html").toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Result(process.exitValue(), said.strip());
    }

    @Test
    void modulesStandBelowThoseThatTheyImport() throws Exception {
        write("main.js", "import {twice as double} from \"./lib/math.js\";\nimport {Delaunay} from \"d3-delaunay\";\ndouble(2);\n");
        write("lib/math.js", "import {two} from \"../two.js\";\nexport function twice(n) {\n  return two * n;\n}\n");
        write("two.js", "export const two = 2;\n");
        assertEquals(new Result(0, ""), bundle());
        assertEquals("""
                <style>.uplot {}
                p { margin: 0; }</style>|<script>d3 = {};
                (() => {
                "use strict";
                const module_two_js = (() => {
                const two = 2;
                return {two};
                })();
                const module_lib_math_js = (() => {
                const {two} = module_two_js;
                function twice(n) {
                  return two * n;
                }
                return {twice};
                })();
                const module_main_js = (() => {
                const {twice: double} = module_lib_math_js;
                const {Delaunay} = d3;
                double(2);
                return {};
                })();
                })();
                </script>|<h3>d3-delaunay 1.0</h3>
                <pre>May be &lt;used> &amp; shared.</pre>
                <h3>uplot 1.0</h3>
                <pre>May be &lt;used> &amp; shared.</pre>
                """, Files.readString(temp.resolve("out/page.html")));
    }

    @Test
    void whatItDoesNotUnderstandIsAnErrorThatNamesTheLine() throws Exception {
        write("main.js", "const a = 1;\nexport default a;\n");
        assertEquals(new Result(1, "BundlePage: main.js:2: this way to import or export is not understood: export default a;"), bundle());
        write("main.js", "import * as two from \"./two.js\";\n");
        assertEquals(1, bundle().status());
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        write("main.js", "import {two} from \"./two.js\";\n");
        assertEquals(new Result(1, "BundlePage: main.js imports ./two.js, which is not there"), bundle());
        write("main.js", "import {two} from \"three\";\n");
        assertEquals(new Result(1, "BundlePage: main.js imports three; there are d3-delaunay, uplot"), bundle());
    }

    @Test
    void aCircleIsAnError() throws Exception {
        write("main.js", "import {two} from \"./two.js\";\n");
        write("two.js", "import {main} from \"./main.js\";\nexport const two = 2;\n");
        assertEquals(new Result(1, "BundlePage: main.js is imported by what it imports"), bundle());
    }

    @Test
    void aScriptThatWouldEndItsElementIsAnError() throws Exception {
        write("main.js", "const a = \"</script>\";\n");
        assertEquals(new Result(1, "BundlePage: a script holds </script, which would end it"), bundle());
    }

    @Test
    void thePageOfThisBuildHoldsItsLibrariesTheirLicencesAndNoAddressToFetch() throws IOException {
        try (InputStream in = Explorer.class.getResourceAsStream("explorer.html")) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String licence : new String[] {"<h3>d3-delaunay 6.0.4</h3>", "<h3>delaunator 5.1.0</h3>", "<h3>robust-predicates 3.0.3</h3>",
                "<h3>uplot 1.6.30</h3>", "Copyright (c) 2022 Leon Sorokin", "Copyright 2018-2021 Observable, Inc."}) {
                assertTrue(page.contains(licence), licence);
            }
            for (String fetched : new String[] {"src=", "@import", "url(", "<link rel=\"stylesheet\""}) {
                assertEquals(-1, page.indexOf(fetched), fetched);
            }
        }
    }
}
