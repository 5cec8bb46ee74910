package io.vectile.benchmarks.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From one size to the next: how many times as large it is, and how many times as much it costs.
 *
 * @param size the greater size over the smaller
 * @param cost the cost there over the cost before
 */
record Step(double size, double cost) {

    /** Checks that both ratios have a logarithm, and the size grows. */
    Step {
        if (!(size > 1) || !(cost > 0) || !Double.isFinite(size) || !Double.isFinite(cost)) {
            throw new IllegalArgumentException("a step needs a size that grows and costs above 0; got ratios " + size + " and " + cost);
        }
    }

    /**
     * The steps between neighbours.
     *
     * @param sizes in rising order
     * @param costs one for each size, above 0
     * @return one fewer
     */
    static List<Step> between(List<Double> sizes, List<Double> costs) {
        if (sizes.size() != costs.size()) {
            throw new IllegalArgumentException("each size needs a cost; got " + sizes.size() + " and " + costs.size());
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i < sizes.size(); i++) {
            steps.add(new Step(sizes.get(i) / sizes.get(i - 1), costs.get(i) / costs.get(i - 1)));
        }
        return steps;
    }

    /** The slope between two points of a chart whose axes are logarithmic: 1 where cost grows as size does, 0 where it stays. */
    double slope() {
        return Math.log(cost) / Math.log(size);
    }

    /** The ratio and, in brackets, the slope. */
    String text() {
        // A slope that rounds to nothing has no sign.
        return String.format(Locale.ROOT, "%.2f (%.2f)", cost, slope() + 0.0).replace("(-0.00)", "(0.00)");
    }
}
