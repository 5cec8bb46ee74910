package io.vectile.stress.races;

import io.vectile.Index;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two searches are the first of lists that came without bound rows, so that both write these: both answers are exact. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both exact")
@Outcome(expect = Expect.FORBIDDEN, desc = "a search saw a row half written, or a bias that was not there")
@State
public class TwoFirstSearches {
    private final Index index = Templates.many();

    @Actor
    public void first(ZZ_Result r) {
        r.r1 = Templates.EXPECTED_OF_MANY.equals(index.search(Templates.ORIGIN, 5, Templates.ALL));
    }

    @Actor
    public void second(ZZ_Result r) {
        r.r2 = Templates.EXPECTED_OF_MANY.equals(index.search(Templates.ORIGIN, 5, Templates.ALL));
    }
}
