package io.vectile.cli.explore.trade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {
    @Test
    void progressOfStepsIsToldAsOne() {
        List<String> told = new ArrayList<>();
        Steps steps = new Steps((stage, done, total) -> told.add(stage + " " + done + "/" + total), 4);
        steps.begin("first");
        steps.update("train", 5, 10);
        steps.end(1);
        steps.update("add", 30, 20); // more than was announced
        steps.end(2);
        steps.begin("last");
        steps.end(1);
        steps.update("beyond", 1, 1);
        assertEquals(List.of("first 0/4000", "train 500/4000", "add 2000/4000", "last 3000/4000", "beyond 4000/4000"), told);
    }
}
