package io.vectile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.cli.text.JsonReader;
import io.vectile.cluster.Centroids;
import io.vectile.endtoend.ServedPage.Running;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The view Cells, as its user has it, beside an index that the test trains on the points which the page got. */
@ExtendWith(ServedPage.class)
class CellsTest {
    private static final String SETTINGS = "cells?nlist=32&nprobe=2&k=10&codec=Flat&x=0.5&y=0.375";

    private static float[] floats(Map<String, Object> json, String name) {
        List<?> numbers = (List<?>) json.get(name);
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((Double) numbers.get(i)).floatValue();
        }
        return floats;
    }

    private static long[] wholes(Map<String, Object> json, String name) {
        return ((List<?>) json.get(name)).stream().mapToLong(number -> ((Double) number).longValue()).toArray();
    }

    private static int whole(Map<String, Object> json, String name) {
        return ((Double) json.get(name)).intValue();
    }

    /** What the page asks next of a route, and what it is answered. */
    private static Response next(Visit visit, String route, Runnable act) {
        return visit.page().waitForResponse(response -> response.url().endsWith(route), act);
    }

    /** An index of the test's own, over the points that the page is given: the last event of their stream. */
    private static Index libraryIndex(Visit visit) {
        String stream = (String) visit.page().evaluate("""
                fetch('/api/cells/points', {method: 'POST', body: '{}',
                    headers: {'Content-Type': 'application/json', 'Vectile-Page': 'test'}}).then((response) => response.text())""");
        String last = stream.lines().filter(line -> line.startsWith("data: ")).toList().getLast();
        Vectors vectors = Vectors.of(floats(JsonReader.readObject(last.substring("data: ".length())), "points"), 2);
        Index index = Index.of("IVF32,Flat", 2);
        index.train(vectors);
        index.add(vectors);
        return index;
    }

    private static List<Integer> cellsInTable(Visit visit) {
        return visit.view().locator("tbody tr td:nth-child(2)").allTextContents().stream().map(Integer::valueOf).toList();
    }

    @Test
    void movingTheQueryChangesTheCellsVisitedAndTheAnswersAreTheLibrarys(Running running) {
        try (Visit visit = running.visit("")) {
            EveryViewTest.settle(visit);
            Index index = libraryIndex(visit);
            Centroids centroids = index.cells().orElseThrow();
            Locator plane = visit.view().getByRole(AriaRole.APPLICATION);
            List<Integer> before = cellsInTable(visit);
            BoundingBox box = plane.boundingBox();
            for (double[] at : new double[][] {{0.1, 0.2}, {0.8, 0.3}, {0.45, 0.9}}) {
                Response response = next(visit, "/api/cells/search",
                        () -> plane.click(new Locator.ClickOptions().setPosition(at[0] * box.width, at[1] * box.height)));
                Map<String, Object> asked = JsonReader.readObject(response.request().postData());
                Map<String, Object> answer = JsonReader.readObject(response.text());
                float[] query = {((Double) asked.get("x")).floatValue(), ((Double) asked.get("y")).floatValue()};
                assertEquals(at[0], query[0], 0.01);
                int nprobe = whole(asked, "nprobe");
                long[] expected = index.search(query, whole(asked, "k"), SearchOptions.defaults().withNprobe(nprobe)).ids(0);
                assertArrayEquals(expected, wholes(answer, "found"));

                int[] probed = new int[nprobe];
                centroids.nearestCells(query, 0, 2, 1, nprobe, new Centroids.Scratch(), probed, new float[nprobe], 0);
                EveryViewTest.settle(visit);
                List<Integer> shown = cellsInTable(visit);
                assertEquals(IntStream.of(probed).boxed().toList(), shown);
                assertNotEquals(before, shown);
                before = shown;

                long hits = LongStream.of(wholes(answer, "truth")).filter(id -> Arrays.stream(expected).anyMatch(found -> found == id)).count();
                assertThat(visit.view().locator("dl div").filter(new Locator.FilterOptions().setHasText("recall of this query")))
                        .containsText(hits + " of " + whole(asked, "k"));
            }
        }
    }

    @Test
    void arrowKeysMoveTheQuery(Running running) {
        try (Visit visit = running.visit(SETTINGS)) {
            EveryViewTest.settle(visit);
            visit.view().getByRole(AriaRole.APPLICATION).focus();
            visit.page().keyboard().press("ArrowRight");
            assertThat(visit.page()).hasURL(Pattern.compile("x=0\\.5100&y=0\\.3750"));
            visit.page().keyboard().press("ArrowUp");
            assertThat(visit.page()).hasURL(Pattern.compile("x=0\\.5100&y=0\\.3850"));
            visit.page().keyboard().press("Shift+ArrowLeft");
            assertThat(visit.page()).hasURL(Pattern.compile("x=0\\.4600&y=0\\.3850"));
            assertThat(visit.view().getByRole(AriaRole.APPLICATION)).hasAttribute("aria-label", Pattern.compile("Query at 0\\.46, 0\\.39\\.$"));
        }
    }

    @Test
    void whileTheQueryIsDraggedOneRequestIsUnderWayAndTheLastOneCounts(Running running) {
        try (Visit visit = running.visit(SETTINGS)) {
            EveryViewTest.settle(visit);
            AtomicInteger underWay = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            visit.page().onRequest(request -> {
                if (request.url().endsWith("/api/cells/search")) {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                }
            });
            visit.page().onRequestFinished(request -> {
                if (request.url().endsWith("/api/cells/search")) {
                    underWay.decrementAndGet();
                }
            });
            visit.view().getByRole(AriaRole.APPLICATION).scrollIntoViewIfNeeded();
            BoundingBox box = visit.view().getByRole(AriaRole.APPLICATION).boundingBox();
            visit.page().mouse().move(box.x + 10, box.y + 10);
            visit.page().mouse().down();
            for (int step = 1; step <= 60; step++) {
                visit.page().mouse().move(box.x + 10 + step * (box.width - 20) / 60, box.y + 10 + step * 3);
            }
            visit.page().mouse().up();
            EveryViewTest.settle(visit);
            assertEquals(1, most.get());
            String x = String.format(Locale.ROOT, "%.2f", (box.width - 10) / box.width);
            assertThat(visit.view().getByRole(AriaRole.APPLICATION)).hasAttribute("aria-label", Pattern.compile("Query at " + x));
        }
    }

    @Test
    void theAddressKeepsTheSettings(Running running) {
        try (Visit visit = running.visit("cells?nlist=64&nprobe=5&k=7&codec=PQ2x4&x=0.3&y=0.4")) {
            EveryViewTest.settle(visit);
            assertThat(visit.control("Cells (nlist)")).hasAttribute("aria-valuetext", "64");
            assertThat(visit.control("Visited (nprobe)")).hasAttribute("aria-valuetext", "5");
            assertThat(visit.control("Neighbours (k)")).hasAttribute("aria-valuetext", "7");
            assertThat(visit.control("Vectors stored as")).hasValue("PQ2x4");
            assertThat(visit.view().getByRole(AriaRole.APPLICATION))
                    .hasAttribute("aria-label", Pattern.compile("^IVF64,PQ2x4, nprobe 5: \\d of the 7 .* Query at 0\\.30, 0\\.40\\.$"));
            visit.page().evaluate("location.hash = '#cells?nlist=8&nprobe=8&k=3&codec=Flat&x=0.6&y=0.1'");
            assertThat(visit.view().getByRole(AriaRole.APPLICATION))
                    .hasAttribute("aria-label", Pattern.compile("^IVF8,Flat, nprobe 8: 3 of the 3 .* Query at 0\\.60, 0\\.10\\.$"));
        }
    }

    @Test
    void enoughCellsAreVisitedOnRequest(Running running) {
        try (Visit visit = running.visit("cells?nlist=128&nprobe=1&k=50&codec=Flat&x=0.5&y=0.375")) {
            EveryViewTest.settle(visit);
            Locator plane = visit.view().getByRole(AriaRole.APPLICATION);
            assertTrue(!plane.getAttribute("aria-label").contains(", 0 missed"), plane.getAttribute("aria-label"));
            visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Visit until none is missed")).click();
            assertThat(plane).hasAttribute("aria-label", Pattern.compile("50 of the 50 true neighbours found, 0 missed"));
            int enough = Integer.parseInt(visit.control("Visited (nprobe)").inputValue());
            assertTrue(enough > 1 && enough < 128, "nprobe " + enough);
            visit.control("Visited (nprobe)").press("ArrowLeft");
            assertThat(plane).not().hasAttribute("aria-label", Pattern.compile(", 0 missed"));
        }
    }
}
