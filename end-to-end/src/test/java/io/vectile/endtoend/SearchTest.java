package io.vectile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.endtoend.ServedPage.Running;
import io.vectile.eval.GroundTruth;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The view Search, as its user has it: columns are the library's answers, and misses have their reasons. */
@ExtendWith(ServedPage.class)
class SearchTest {
    private static final String SETTINGS = "search?specs=IVF64,PQ8&query=5&k=10&nprobe=2";

    private static List<Long> column(Visit visit, int column) {
        return visit.view().locator("tbody tr:not(.reasons) td:nth-of-type(" + column + ") b").allTextContents().stream().map(Long::valueOf).toList();
    }

    private static List<Long> answer(Index index, Running running, int query, int k, String search) {
        Neighbors found = index.search(running.data().queries().row(query), k, SearchOptions.parse(search));
        return LongStream.of(found.ids(0)).boxed().toList();
    }

    private static List<Long> truth(Running running, int query, int k) {
        return LongStream.of(GroundTruth.of(running.data().truth().orElseThrow()).ids()[query]).limit(k).boxed().toList();
    }

    @Test
    void columnsAreTheTruthAndTheLibrarysAnswersWhateverOneAsks(Running running) {
        Index index = Index.of("IVF64,PQ8", 128);
        index.train(running.data().training());
        index.add(running.data().base());
        try (Visit visit = running.visit(SETTINGS)) {
            EveryViewTest.settle(visit);
            assertEquals(truth(running, 5, 10), column(visit, 1));
            assertEquals(answer(index, running, 5, 10, "nprobe=2"), column(visit, 2));

            visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Next")).click();
            assertThat(visit.view().locator(".query-picture")).hasText("Query 6");
            EveryViewTest.settle(visit);
            assertEquals(truth(running, 6, 10), column(visit, 1));
            assertEquals(answer(index, running, 6, 10, "nprobe=2"), column(visit, 2));

            visit.control("Cells visited (nprobe)").press("End"); // all 64
            assertThat(visit.view().locator("thead th").nth(2)).containsText("nprobe=64");
            EveryViewTest.settle(visit);
            assertEquals(answer(index, running, 6, 10, "nprobe=64"), column(visit, 2));

            visit.control("Query").fill("999");
            visit.control("Query").press("Enter");
            assertThat(visit.view().locator(".query-picture")).hasText("Query 999");
            visit.control("Query").press("ArrowUp"); // round to the first
            assertThat(visit.view().locator(".query-picture")).hasText("Query 0");
            EveryViewTest.settle(visit);
            assertEquals(truth(running, 0, 10), column(visit, 1));
            assertTrue(visit.page().url().contains("query=0"), visit.page().url());
        }
    }

    @Test
    void hitsAndMissesAreMarkedAndEveryMissHasItsReason(Running running) {
        try (Visit visit = running.visit(SETTINGS)) {
            EveryViewTest.settle(visit);
            List<Long> truth = column(visit, 1);
            List<Long> answer = column(visit, 2);
            long hits = answer.stream().filter(truth::contains).count();
            assertTrue(hits > 0 && hits < 10, hits + " hits");
            assertThat(visit.view().locator("thead th").nth(2)).containsText(hits + " of 10 found");
            assertThat(visit.view().locator("td:nth-of-type(2).hit .found")).hasCount((int) hits);
            assertThat(visit.view().locator("td:nth-of-type(2).wrong .missed")).hasCount((int) (10 - hits));
            Locator reasons = visit.view().locator(".reasons li");
            assertThat(reasons).hasCount((int) (10 - hits));
            for (String reason : reasons.allTextContents()) {
                assertTrue(reason.contains("Its cell is the query's") || reason.contains("its code looks"), reason);
            }
        }
    }

    @Test
    void indexesAreAddedAndRemovedAndWrongOnesExplained(Running running) {
        try (Visit visit = running.visit("search?specs=PQ4&query=0&k=5")) {
            EveryViewTest.settle(visit);
            Locator field = visit.control("Add an index");
            field.fill("PQ4,Flat");
            field.press("Enter");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).containsText("\"Flat\" follows PQ4, where the spec should end");
            field.fill("Flat");
            field.press("Enter");
            assertThat(visit.view().locator("thead th")).hasCount(4);
            assertThat(visit.view().locator("thead th").nth(3)).containsText("5 of 5 found");
            EveryViewTest.settle(visit);
            assertEquals(column(visit, 1), column(visit, 3));
            visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove PQ4")).click();
            assertThat(visit.view().locator("thead th")).hasCount(3);
            visit.view().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove Flat")).click();
            assertThat(visit.view()).containsText("No index is asked: add one above.");
            EveryViewTest.settle(visit);
            assertEquals(truth(running, 0, 5), column(visit, 1));
        }
    }

    @Test
    void aQueryThatIsNoneIsExplained(Running running) {
        try (Visit visit = running.visit("search?specs=PQ4")) {
            EveryViewTest.settle(visit);
            visit.control("Query").fill("1000");
            visit.control("Query").press("Enter");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).hasText("Query must be a whole number from 0 to 999; got \"1000\"");
        }
    }
}
