package io.vectile.stress.races;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.error.IndexStateException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** An index is trained while it is searched: the search is refused, or finds nothing yet. */
@JCStressTest
@Outcome(id = "-2, true", expect = Expect.ACCEPTABLE, desc = "refused: not trained")
@Outcome(id = "-1, true", expect = Expect.ACCEPTABLE, desc = "trained and empty")
@Outcome(expect = Expect.FORBIDDEN, desc = "something between")
@State
public class TrainBesideSearch {
    private final Index index = Index.of("Center,Flat", Templates.D);

    @Actor
    public void train() {
        index.train(Templates.vectors(0, 1, 2, 3), Templates.BUILD);
    }

    @Actor
    public void search(IZ_Result r) {
        try {
            Neighbors found = index.search(Templates.ORIGIN, 2, Templates.ALL);
            r.r1 = (int) found.id(0, 0);
        } catch (IndexStateException e) {
            r.r1 = -2;
        }
    }

    @Arbiter
    public void after(IZ_Result r) {
        r.r2 = index.isTrained();
    }
}
