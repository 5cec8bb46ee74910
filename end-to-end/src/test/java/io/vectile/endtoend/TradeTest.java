package io.vectile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.vectile.Index;
import io.vectile.SearchOptions;
import io.vectile.endtoend.ServedPage.Running;
import io.vectile.endtoend.Visit.Screen;
import io.vectile.eval.GroundTruth;
import io.vectile.eval.Recall;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The view Trade, as its user has it: measurements come, are those of the library, and can be taken along. */
@ExtendWith(ServedPage.class)
class TradeTest {
    /** Few cells and points, so that it takes seconds. */
    private static final String SETTINGS = "trade?specs=Flat+IVF64,PQ8&nprobe=1,4&k_factor=1";

    private static Locator rows(Visit visit) {
        return visit.view().locator(".measurements tbody tr");
    }

    private static Locator measure(Visit visit) {
        return visit.view().locator("button.primary");
    }

    private static void measureAll(Visit visit) {
        measure(visit).click();
        assertThat(visit.view()).hasAttribute("data-settled", "true", new LocatorAssertions.HasAttributeOptions().setTimeout(120_000));
    }

    private static String clipboard(Visit visit) {
        return (String) visit.page().evaluate("navigator.clipboard.readText()");
    }

    private static void allowClipboard(Visit visit) {
        visit.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    }

    @Test
    void pointsComeAsTheyAreMeasuredAndAreTheLibrarys(Running running) {
        try (Visit visit = running.visit(SETTINGS)) {
            EveryViewTest.settle(visit);
            measureAll(visit);
            assertThat(rows(visit)).hasCount(3);
            assertThat(measure(visit)).hasText("Measure all again");
            Index index = Index.of("IVF64,PQ8", 128);
            index.train(running.data().training());
            index.add(running.data().base());
            GroundTruth truth = GroundTruth.of(running.data().truth().orElseThrow());
            for (int row = 1; row <= 2; row++) {
                String search = rows(visit).nth(row).locator("td").first().textContent();
                var found = index.search(running.data().queries(), 10, SearchOptions.parse(search));
                double recall = Recall.kAtK(10, IntStream.range(0, found.queries()).mapToObj(found::ids).toArray(long[][]::new), truth);
                assertThat(rows(visit).nth(row).locator("th")).hasText("IVF64,PQ8");
                assertEquals(recall, Double.parseDouble(rows(visit).nth(row).locator("td").nth(1).textContent()), 0.0005 + 1e-9);
            }
            visit.page().reload(); // the server remembers what it measured
            EveryViewTest.settle(visit);
            assertThat(rows(visit)).hasCount(3);
        }
    }

    @Test
    void aWrongSpecIsExplainedBesideItsFieldAndNothingStarts(Running running) {
        try (Visit visit = running.visit("trade?specs=PQ4&nprobe=1&k_factor=1")) {
            EveryViewTest.settle(visit);
            Locator field = visit.control("Add an index");
            field.fill("ivf64, pq8");
            field.press("Enter");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).hasText(
                    "index spec \"ivf64, pq8\": \"ivf64\" is no codec that Vectile knows; did you mean IVF64,PQ8?");
            assertThat(field).hasAttribute("aria-invalid", "true");
            assertThat(visit.view().locator(".chips li")).hasCount(1);
            field.fill("PQ7");
            field.press("Enter");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).hasText("PQ7 needs d divisible by 7; d is 128");
            field.fill("IVF64,PQ8");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).isHidden();
            field.press("Enter");
            assertThat(visit.view().locator(".chips li")).hasCount(2);
            visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove PQ4")).click();
            assertThat(visit.view().locator(".chips li")).hasText(new String[] {"IVF64,PQ8\u00d7"});
            assertTrue(visit.page().url().contains("specs=IVF64%2CPQ8"), visit.page().url());
        }
    }

    @Test
    void aWrongSettingIsExplainedBelowItsField(Running running) {
        try (Visit visit = running.visit("trade?specs=IVF64,PQ8&nprobe=1&k_factor=1")) {
            EveryViewTest.settle(visit);
            Locator field = visit.control("Cells visited (nprobe)");
            field.fill("1, 0");
            field.press("Enter");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).hasText("nprobe must be at least 1; got 0");
            field.fill("8 2");
            field.press("Enter");
            assertThat(field).hasValue("8, 2");
            assertThat(measure(visit)).hasText("Measure 2 points");
        }
    }

    @Test
    void aClickOnAMarkCopiesTheLinesThatBuildIt(Running running) {
        try (Visit visit = running.visit(SETTINGS)) {
            EveryViewTest.settle(visit);
            allowClipboard(visit);
            if (rows(visit).count() < 3) {
                measureAll(visit);
            }
            Locator chart = visit.view().locator(".pointable").first();
            chart.focus();
            visit.page().keyboard().press("End");
            Locator tip = chart.locator(".tip");
            assertThat(tip.locator("strong")).hasText("Flat"); // the slowest
            assertThat(tip).containsText("recall 10@10 1");
            visit.page().keyboard().press("Enter");
            assertThat(visit.view().getByRole(AriaRole.STATUS)).hasText("The Java lines and the commands of Flat are in the clipboard.");
            assertEquals("""
                    Index index = Index.builder(128).flat().build().train(training);
                    index.add(base);
                    Neighbors found = index.search(queries, 10);

                    ./vectile build --index Flat --base base.fvecs --out flat.vtl
                    ./vectile bench --index Flat --base base.fvecs --query query.fvecs -k 10""", clipboard(visit));

            visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Copy the lines of IVF64,PQ8 nprobe=4")).click();
            assertThat(visit.view().getByRole(AriaRole.STATUS)).containsText("IVF64,PQ8 nprobe=4");
            assertTrue(clipboard(visit).contains("Index.builder(128).ivf(64).pq(8).build()"), () -> clipboard(visit));
            assertTrue(clipboard(visit).contains("SearchOptions.defaults().withNprobe(4)"), () -> clipboard(visit));
            double[] mark = orangeMark(visit);
            visit.page().mouse().move(mark[0], mark[1]);
            assertThat(tip).isVisible();
            String name = tip.locator("strong").textContent();
            visit.page().mouse().click(mark[0], mark[1]);
            assertThat(visit.view().getByRole(AriaRole.STATUS)).containsText("of " + name);
        }
    }

    /** Where a mark of the second index is seen in the first chart, by its colour. */
    private static double[] orangeMark(Visit visit) {
        List<?> place = (List<?>) visit.page().evaluate("""
                () => {
                  const canvas = document.querySelector('#view-trade .pointable canvas');
                  canvas.scrollIntoView({block: 'center'});
                  const box = canvas.getBoundingClientRect();
                  const {data, width, height} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  const colour = [198, 81, 2]; // --orange in light
                  for (let y = 0; y < height; y += 1) {
                    for (let x = 0; x < width; x += 1) {
                      const at = 4 * (y * width + x);
                      if (colour.every((channel, c) => data[at + c] === channel) && data[at + 3] === 255) {
                        return [box.left + x * box.width / width, box.top + y * box.height / height];
                      }
                    }
                  }
                  return [];
                }""");
        assertEquals(2, place.size(), "no mark is drawn in orange");
        return place.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    }

    /** A chart's axis depends on what is measured, which is never the same: here times that a test chooses. */
    @Test
    void marksAreDrawnWhateverTheTimes(Running running) {
        try (Visit visit = running.visit("trade?specs=Flat&nprobe=1&k_factor=1")) {
            EveryViewTest.settle(visit);
            if (rows(visit).count() < 1) {
                measureAll(visit);
            }
            for (String millis : List.of("0.1633", "0.00231", "0.0999", "1.0", "12.7", "0.149999", "980.3")) {
                visit.page().route("**/api/trade/start", route -> {
                    APIResponse response = route.fetch();
                    route.fulfill(new Route.FulfillOptions().setResponse(response)
                            .setBody(response.text().replaceAll("\"p50\": [^,]+", "\"p50\": " + millis)));
                });
                visit.page().reload();
                EveryViewTest.settle(visit);
                Locator chart = visit.view().locator(".pointable").first();
                chart.focus();
                visit.page().keyboard().press("Home");
                assertThat(chart.locator(".tip")).containsText("Flat");
                visit.page().unroute("**/api/trade/start");
            }
        }
    }

    @Test
    void measuringCanBeCancelledAndWhatWasMeasuredStays(Running running) {
        try (Visit visit = running.visit("trade?specs=PQ2+IVF64,PQ2&nprobe=1,2,3,4,5,6,7,8,9,10,11,12&k_factor=1")) {
            EveryViewTest.settle(visit);
            measure(visit).click();
            assertThat(visit.view()).hasAttribute("data-settled", "false");
            assertThat(rows(visit).first()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
            // Meanwhile other views answer.
            visit.page().locator("#tab-cells").click();
            EveryViewTest.settle(visit);
            visit.page().locator("#tab-trade").click();
            visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel")).click();
            EveryViewTest.settle(visit);
            int measured = rows(visit).count();
            assertTrue(measured >= 1 && measured < 13, measured + " points");
            assertThat(measure(visit)).hasText("Measure " + (13 - measured) + " points");
        }
    }

    /** Full of figures it fits a phone too, in both colours; pictures where the property vectile.screenshots names a folder. */
    @Test
    void measurementsFitAPhoneAndCanBeReachedByKeysAlone(Running running) {
        for (Screen screen : Screen.values()) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (Visit visit = running.visit(SETTINGS, screen, scheme)) {
                    EveryViewTest.settle(visit);
                    allowClipboard(visit);
                    if (rows(visit).count() < 3) {
                        measureAll(visit);
                    }
                    visit.view().locator(".pointable").first().focus();
                    visit.page().keyboard().press("ArrowRight");
                    visit.page().keyboard().press("Enter");
                    assertThat(visit.view().locator(".recipe")).isVisible();
                    assertEquals(0, visit.sidewaysScroll());
                    EveryViewTest.requireEveryControlReached(visit);
                    String folder = System.getProperty("vectile.screenshots", "");
                    String name = String.join("-", "trade-measured", screen.name(), scheme.name()).toLowerCase(Locale.ROOT);
                    visit.page().screenshot(new Page.ScreenshotOptions().setFullPage(true)
                            .setPath(folder.isEmpty() ? null : Path.of(folder, name + ".png")));
                }
            }
        }
    }
}
