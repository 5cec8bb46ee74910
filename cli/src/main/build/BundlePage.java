import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one HTML file of the explorer's page: its modules, its styles, the libraries that they use and the licences of these,
 * so that the page is one answer of the server and fetches nothing more. Run by the build, straight from its source:
 * {@code java BundlePage.java WEB_FOLDER WEBJARS_FOLDER OUT}.
 *
 * <p>Modules are put in a row, each as a function that returns what it exports, so a module stands below all that it imports.
 * Of the language's ways to import and export it takes the two that the page needs, each on a line of its own:
 * {@code import {a, b as c} from "./x.js";} and {@code export} before a function, class or const. Anything else is an error
 * that names the line. A bundler for all of the language would need Node, or a compiler of 13 MB, to build a page of some
 * kilobytes.
 */
final class BundlePage {
    /** What a module may import by name, the script that makes it a global variable, and what it imports from there. */
    private record Library(String script, String global) {}

    private static final Map<String, Library> LIBRARIES = Map.of(
            "d3-delaunay", new Library("dist/d3-delaunay.min.js", "d3"),
            "uplot", new Library("dist/uPlot.iife.min.js", "globalThis"));

    private static final String STYLESHEETS = "<link rel=\"stylesheet\" href=\"style.css\">";
    private static final String MODULES = "<script type=\"module\" src=\"main.js\"></script>";
    private static final String LICENCES = "<!-- licences -->";

    private static final Pattern IMPORT = Pattern.compile("import \\{([^}]*)\\} from \"([^\"]+)\";");
    private static final Pattern EXPORT = Pattern.compile("export (?=(?:async function|function|class|const) (\\w+))");
    private static final Pattern EITHER = Pattern.compile("^\\s*(?:import|export)\\b.*");

    private final Path web;
    private final Path webjars;
    /** Modules in the order in which they run, each as its function. */
    private final Map<Path, String> modules = new LinkedHashMap<>();
    private final List<Path> unfinished = new ArrayList<>();
    private final TreeSet<String> used = new TreeSet<>();

    private BundlePage(Path web, Path webjars) {
        this.web = web;
        this.webjars = webjars;
    }

    public static void main(String[] args) throws IOException {
        Path web = Path.of(args[0]);
        Path out = Path.of(args[2]);
        try {
            String page = new BundlePage(web, Path.of(args[1])).page();
            Files.createDirectories(out.getParent());
            Files.writeString(out, page);
        } catch (BadModule e) {
            System.err.println("BundlePage: " + e.getMessage());
            System.exit(1);
        }
    }

    private String page() throws IOException {
        add(web.resolve("main.js"));
        StringBuilder script = new StringBuilder();
        for (String library : used) {
            script.append(Files.readString(folder(library).resolve(LIBRARIES.get(library).script()))).append('\n');
        }
        script.append("(() => {\n\"use strict\";\n");
        modules.values().forEach(script::append);
        script.append("})();\n");
        String styles = Files.readString(folder("uplot").resolve("dist/uPlot.min.css")) + '\n' + Files.readString(web.resolve("style.css"));
        String page = Files.readString(web.resolve("index.html"));
        page = replaceOnce(page, STYLESHEETS, "<style>" + inside("style", styles) + "</style>");
        page = replaceOnce(page, LICENCES, licences());
        return replaceOnce(page, MODULES, "<script>" + inside("script", script.toString()) + "</script>");
    }

    /** A text within an element must not hold what ends the element. */
    private static String inside(String element, String text) {
        if (text.toLowerCase(Locale.ROOT).contains("</" + element)) {
            throw new BadModule("a " + element + " holds </" + element + ", which would end it");
        }
        return text;
    }

    private static String replaceOnce(String page, String mark, String by) {
        if (page.split(Pattern.quote(mark), -1).length != 2) {
            throw new BadModule("index.html needs " + mark + " once");
        }
        return page.replace(mark, by);
    }

    private String licences() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> folders = Files.list(webjars)) {
            for (Path folder : folders.sorted().toList()) {
                String name = folder.getFileName().toString();
                String licence = Files.readString(folder(name).resolve("LICENSE")).strip();
                text.append("<h3>").append(name).append(' ').append(folder(name).getFileName()).append("</h3>\n<pre>")
                        .append(licence.replace("&", "&amp;").replace("<", "&lt;")).append("</pre>\n");
            }
        }
        return text.toString();
    }

    /** Where a library lies: in a folder of its name, in one of its version. */
    private Path folder(String library) throws IOException {
        try (Stream<Path> versions = Files.list(webjars.resolve(library))) {
            List<Path> found = versions.toList();
            if (found.size() != 1) {
                throw new BadModule("one version of " + library + " is needed; there are " + found + ": mvn clean removes old ones");
            }
            return found.getFirst();
        }
    }

    private void add(Path module) throws IOException {
        if (modules.containsKey(module)) {
            return;
        }
        if (unfinished.contains(module)) {
            throw new BadModule(web.relativize(module) + " is imported by what it imports");
        }
        unfinished.add(module);
        StringBuilder body = new StringBuilder();
        List<String> exported = new ArrayList<>();
        int number = 0;
        for (String line : Files.readString(module).lines().toList()) {
            number++;
            Matcher imports = IMPORT.matcher(line);
            Matcher exports = EXPORT.matcher(line);
            if (imports.matches()) {
                body.append("const {").append(imports.group(1).replaceAll("(\\w+) as (\\w+)", "$1: $2")).append("} = ")
                        .append(source(module, imports.group(2))).append(";\n");
            } else if (exports.lookingAt()) {
                exported.add(exports.group(1));
                body.append(line.substring(exports.end())).append('\n');
            } else if (EITHER.matcher(line).matches()) {
                throw new BadModule(web.relativize(module) + ":" + number + ": this way to import or export is not understood: " + line);
            } else {
                body.append(line).append('\n');
            }
        }
        unfinished.remove(module);
        modules.put(module, "const " + variable(module) + " = (() => {\n" + body + "return {" + String.join(", ", exported) + "};\n})();\n");
    }

    /** The expression that has what a module exports. */
    private String source(Path importer, String name) throws IOException {
        Library library = LIBRARIES.get(name);
        if (library != null) {
            used.add(name);
            return library.global();
        }
        if (!name.startsWith(".")) {
            throw new BadModule(web.relativize(importer) + " imports " + name + "; there are "
                    + LIBRARIES.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        Path module = importer.resolveSibling(name).normalize();
        if (!Files.isRegularFile(module)) {
            throw new BadModule(web.relativize(importer) + " imports " + name + ", which is not there");
        }
        add(module);
        return variable(module);
    }

    private String variable(Path module) {
        return "module_" + web.relativize(module).toString().replaceAll("\\W", "_");
    }

    /** A module or the page is not as this program takes them. */
    private static final class BadModule extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadModule(String message) {
            super(message);
        }
    }
}
