package io.vectile.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.endtoend.ServedPage.Running;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Data so small that the usual settings do not fit it: the page chooses others, and explains what cannot be. */
class SmallDataTest {
    private static ExploredData twelveVectors() {
        float[] rows = new float[12 * 3];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble();
        }
        Vectors base = Vectors.of(rows, 3);
        return new ExploredData("twelve", base, base.rows(0, 1), base, Metric.L2, Optional.empty(), Optional.empty());
    }

    @Test
    void everyViewShowsTwelveVectors() {
        try (Running running = new Running(twelveVectors())) {
            for (String view : EveryViewTest.views()) {
                try (Visit visit = running.visit(view)) {
                    EveryViewTest.settle(visit);
                    assertThat(visit.view().getByRole(AriaRole.ALERT)).isHidden();
                }
            }
        }
    }

    @Test
    void whatTooFewVectorsCannotBeIsExplainedAndLeftAgain() {
        try (Running running = new Running(twelveVectors());
                Visit visit = running.visit("codes?m=3&nbits=2")) {
            EveryViewTest.settle(visit);
            visit.control("Bits of each (nbits)").press("ArrowRight");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).hasText("PQ3x4 needs at least 16 training vectors; got 12");
            visit.control("Bits of each (nbits)").press("ArrowLeft");
            assertThat(visit.view().getByRole(AriaRole.ALERT)).isHidden();
            EveryViewTest.settle(visit);
        }
    }
}
