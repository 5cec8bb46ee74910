package io.vectile.cli.explore;

import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.tour.BundledSample;
import io.vectile.vectors.Vectors;
import java.util.Optional;

/** Real vectors, few enough that every test may train on them. */
public final class SmallSample {
    private SmallSample() {}

    /** The first 4,000 of the bundled sample, and 50 queries. */
    public static ExploredData data() {
        ExploredData all = ExploredData.of(BundledSample.read());
        Vectors base = all.base().rows(0, 4000);
        return new ExploredData("small", base, all.queries().rows(0, 50), base, all.metric(), Optional.empty(), Optional.empty());
    }

    /** The same, as a view takes it. */
    public static LoadingData loaded() {
        return LoadingData.done(data());
    }
}
