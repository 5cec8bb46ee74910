package io.vectile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.vectile.Index;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.endtoend.ServedPage.Running;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The view Codes, as its user has it, beside an index that the test trains on the same data. */
@ExtendWith(ServedPage.class)
class CodesTest {
    private static Locator fact(Visit visit, String name) {
        return visit.view().locator("dl div").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator button(Visit visit, String name) {
        return visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    @Test
    void theSearchShownAnswersWhatTheLibraryAnswers(Running running) {
        ExploredData data = running.data();
        Index index = Index.of("PQ4x6", data.base().d());
        index.train(data.training());
        index.add(data.base());
        try (Visit visit = running.visit("codes?m=4&nbits=6&query=0&k=10")) {
            for (int query : new int[] {0, 5, 42}) {
                EveryViewTest.settle(visit);
                visit.control("Query").fill(String.valueOf(query));
                visit.control("Query").press("Enter");
                List<String> expected = LongStream.of(index.search(data.queries().row(query), 10).ids(0)).mapToObj(String::valueOf).toList();
                assertThat(visit.view().getByRole(AriaRole.REGION, new Locator.GetByRoleOptions().setName("Results")).locator("tbody tr td:nth-child(2)"))
                        .hasText(expected.toArray(String[]::new));
                assertThat(visit.view().getByText("The ids below are those that Index.search answers, in the same order.")).isVisible();
            }
        }
    }

    @Test
    void morePartsTakeMoreBytesAndLoseLess(Running running) {
        try (Visit visit = running.visit("codes?m=2&nbits=4&vector=3")) {
            EveryViewTest.settle(visit);
            assertThat(fact(visit, "a vector takes")).containsText("1 B");
            String coarse = fact(visit, "error on average").locator("dd").textContent();
            visit.control("Parts (m)").press("ArrowRight");
            visit.control("Parts (m)").press("ArrowRight");
            assertThat(fact(visit, "a vector takes")).containsText("4 B");
            EveryViewTest.settle(visit);
            double before = Double.parseDouble(coarse.split(" ")[0].replace(",", ""));
            double after = Double.parseDouble(fact(visit, "error on average").locator("dd").textContent().split(" ")[0].replace(",", ""));
            Index index = Index.of("PQ8x4", running.data().base().d());
            index.train(running.data().training());
            assertEquals(index.quantizationError(running.data().base()), after, 10);
            assertEquals(true, after < before, after + " after " + before);
            assertThat(visit.page()).hasURL(Pattern.compile("m=8&nbits=4"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Vector | twelve | Vector must be a whole number from 0 to 49,999; got \"twelve\"",
        "Vector | 50000  | Vector must be a whole number from 0 to 49,999; got \"50000\"",
        "Query  | -1     | Query must be a whole number from 0 to 999; got \"-1\"",
        "Query  | 1.5    | Query must be a whole number from 0 to 999; got \"1.5\"",
    })
    void aNumberTypedWronglyIsExplained(String field, String typed, String explanation, Running running) {
        try (Visit visit = running.visit("codes?m=2&nbits=4")) {
            EveryViewTest.settle(visit);
            visit.control(field).fill(typed);
            visit.control(field).press("Enter");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).hasText(explanation);
            assertThat(visit.control(field)).hasAttribute("aria-invalid", "true");
            visit.control(field).fill("7");
            visit.control(field).press("Enter");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).isHidden();
            EveryViewTest.settle(visit);
        }
    }

    @Test
    void thePageAnswersWhileCodesAreTrainedAndTrainingCanBeCancelled(Running running) {
        try (Visit visit = running.visit("codes?m=2&nbits=4&vector=1")) {
            EveryViewTest.settle(visit);
            button(visit, "Try all m with these nbits").click();
            Locator bar = visit.view().getByRole(AriaRole.PROGRESSBAR);
            assertThat(bar).isVisible();
            button(visit, "Another vector").click();
            assertThat(visit.control("Vector")).hasValue("7920");
            assertThat(fact(visit, "error of this vector")).isVisible();
            button(visit, "Cancel").click();
            EveryViewTest.settle(visit);
            assertThat(bar).isHidden();
            assertThat(visit.view().getByRole(AriaRole.ALERT)).isHidden();
        }
    }

    @Test
    void allPartsAreTriedAndDrawn(Running running) {
        try (Visit visit = running.visit("codes?m=2&nbits=2")) {
            EveryViewTest.settle(visit);
            button(visit, "Try all m with these nbits").click();
            assertThat(visit.view().getByText(Pattern.compile("Of 7 tried, PQ64x2 has the least error")))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        }
    }
}
