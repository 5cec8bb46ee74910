package io.vectile.stress.races;

import io.vectile.Index;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A list is searched for the first time, which writes its bound row, while it is packed anew, which copies that row. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "exact beside it and after it")
@Outcome(expect = Expect.FORBIDDEN, desc = "a row half written was used, or copied")
@State
public class FirstSearchBesideCompact {
    private final Index index = Templates.many();

    @Actor
    public void search(ZZ_Result r) {
        r.r1 = Templates.EXPECTED_OF_MANY.equals(index.search(Templates.ORIGIN, 5, Templates.ALL));
    }

    @Actor
    public void compact() {
        index.compact();
    }

    @Arbiter
    public void after(ZZ_Result r) {
        r.r2 = Templates.EXPECTED_OF_MANY.equals(index.search(Templates.ORIGIN, 5, Templates.ALL));
    }
}
