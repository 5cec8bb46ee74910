package io.vectile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.vectile.endtoend.ServedPage.Running;
import io.vectile.endtoend.Visit.Screen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every view: it is there, quiet, fits a phone, can be used by keyboard alone, in light and in dark. */
@ExtendWith(ServedPage.class)
class EveryViewTest {
    /** A folder for pictures of each view; empty for none. */
    private static final String SCREENSHOTS = System.getProperty("vectile.screenshots", "");

    /** All views, in the order of their tabs. */
    static List<String> views() {
        return List.of("cells", "codes", "trade", "search");
    }

    @Test
    void everyViewHasItsTabInTheirOrder(Running running) {
        try (Visit visit = running.visit("")) {
            Locator tabs = visit.page().getByRole(AriaRole.TAB);
            assertThat(tabs).hasCount(views().size());
            List<String> ids = new ArrayList<>();
            tabs.all().forEach(tab -> ids.add(tab.getAttribute("id").replace("tab-", "")));
            assertEquals(views(), ids);
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewLoadsAndComplainsOfNothing(String view, Running running) {
        try (Visit visit = running.visit(view)) {
            settle(visit);
            assertEquals("view-" + view, visit.view().getAttribute("id"));
            assertThat(visit.view().locator(".lead")).not().isEmpty();
            assertThat(visit.view().getByRole(AriaRole.ALERT)).isHidden();
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewFitsAPhoneWithoutSidewaysScrolling(String view, Running running) {
        try (Visit visit = running.visit(view, Screen.PHONE, ColorScheme.LIGHT)) {
            settle(visit);
            assertEquals(0, visit.sidewaysScroll());
        }
    }

    /** Every control that a mouse could use gets the focus by the Tab key, and shows it. */
    @ParameterizedTest
    @MethodSource("views")
    void theKeyboardReachesEveryControl(String view, Running running) {
        try (Visit visit = running.visit(view)) {
            settle(visit);
            requireEveryControlReached(visit);
        }
    }

    /** Goes through the page by the Tab key. */
    static void requireEveryControlReached(Visit visit) {
        Page page = visit.page();
        int controls = ((Number) page.evaluate("""
                () => {
                  const all = [...document.querySelectorAll('button, input, select, textarea, summary, a[href], [tabindex="0"]')]
                    .filter((e) => e.checkVisibility() && !e.disabled && !(e.getAttribute('role') === 'tab' && e.tabIndex < 0));
                  all.forEach((e) => e.dataset.control = 'waiting');
                  return all.length;
                }""")).intValue();
        // From the top, wherever the focus was.
        page.evaluate("""
                () => {
                  document.body.tabIndex = -1;
                  document.body.focus();
                  document.body.removeAttribute('tabindex');
                }""");
        for (int i = 0; i < controls; i++) {
            page.keyboard().press("Tab");
            Object outline = page.evaluate("""
                    () => {
                      document.activeElement.dataset.control = 'reached';
                      return getComputedStyle(document.activeElement).outlineStyle;
                    }""");
            assertTrue(!"none".equals(outline), () -> "no focus is seen on " + page.evaluate("document.activeElement.outerHTML"));
        }
        assertEquals(List.of(), page.evaluate("[...document.querySelectorAll('[data-control=waiting]')].map((e) => e.outerHTML)"));
    }

    @Test
    void arrowsMoveBetweenTabsAndShowTheirViews(Running running) {
        try (Visit visit = running.visit(views().getFirst())) {
            settle(visit);
            visit.page().locator("#tab-" + views().getFirst()).focus();
            for (String view : List.of(views().get(1), views().getFirst())) {
                visit.page().keyboard().press(view.equals(views().get(1)) ? "ArrowRight" : "ArrowLeft");
                assertThat(visit.page().locator("#tab-" + view)).isFocused();
                assertThat(visit.page().locator("#view-" + view)).isVisible();
                assertThat(visit.view()).hasCount(1);
            }
        }
    }

    @Test
    void coloursAreThoseOfTheSystemUntilTheButtonSaysOtherwise(Running running) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Visit visit = running.visit(views().getFirst(), Screen.LAPTOP, scheme)) {
                settle(visit);
                String own = scheme.name().toLowerCase(Locale.ROOT);
                String other = scheme == ColorScheme.LIGHT ? "dark" : "light";
                assertThat(visit.page().locator("html")).hasAttribute("data-theme", own);
                visit.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Switch to " + other + " colours")).click();
                assertThat(visit.page().locator("html")).hasAttribute("data-theme", other);
                visit.page().reload();
                assertThat(visit.page().locator("html")).hasAttribute("data-theme", other);
            }
        }
    }

    /** What was drawn before the colours were switched is drawn again in the others. */
    @ParameterizedTest
    @MethodSource("views")
    void afterSwitchingPicturesAreDrawnInTheOtherColours(String view, Running running) {
        Object dark;
        try (Visit visit = running.visit(view, Screen.LAPTOP, ColorScheme.DARK)) {
            settle(visit);
            dark = pictures(visit);
        }
        try (Visit visit = running.visit(view, Screen.LAPTOP, ColorScheme.LIGHT)) {
            settle(visit);
            assertNotEquals(dark, pictures(visit));
            visit.page().locator("#theme").click();
            assertEquals(dark, pictures(visit));
        }
    }

    /** All that is drawn on canvases, once the frame after next has begun. */
    private static Object pictures(Visit visit) {
        return visit.page().evaluate("""
                () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
                  done([...document.querySelectorAll('main > section:not([hidden]) canvas')].map((canvas) => canvas.toDataURL())))))""");
    }

    /** Writes pictures where the property vectile.screenshots names a folder; always looks that nothing is wrong in dark on a phone. */
    @ParameterizedTest
    @MethodSource("views")
    void aViewIsDrawnInBothWidthsAndBothColours(String view, Running running) {
        for (Screen screen : Screen.values()) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (Visit visit = running.visit(view, screen, scheme)) {
                    settle(visit);
                    String name = String.join("-", view, screen.name(), scheme.name()).toLowerCase(Locale.ROOT);
                    byte[] png = visit.page().screenshot(new Page.ScreenshotOptions().setFullPage(true)
                            .setPath(SCREENSHOTS.isEmpty() ? null : Path.of(SCREENSHOTS, name + ".png")));
                    assertTrue(png.length > 10_000, name + " has " + png.length + " bytes");
                }
            }
        }
    }

    /** Until the view has shown its first results: it says so by the attribute data-settled. */
    static void settle(Visit visit) {
        assertThat(visit.view()).hasAttribute("data-settled", "true", new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));
    }
}
