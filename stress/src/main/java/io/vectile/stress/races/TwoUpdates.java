package io.vectile.stress.races;

import static io.vectile.stress.races.Templates.HELD;

import io.vectile.Neighbors;
import io.vectile.stress.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads update the same two vectors, one to near ones and one to far ones: one of them is the last. */
@JCStressTest
@Outcome(id = "4, 0, 4", expect = Expect.ACCEPTABLE, desc = "the near ones stay")
@Outcome(id = "2, 2, 4", expect = Expect.ACCEPTABLE, desc = "the far ones stay")
@Outcome(expect = Expect.FORBIDDEN, desc = "one of each, a vector twice, or one lost")
@State
public class TwoUpdates {
    private final Subject subject = Templates.next();

    @Actor
    public void updateNear() {
        subject.update(Templates.vectors(0, 8, 9), new long[] {1, 2}, Templates.BUILD);
    }

    @Actor
    public void updateFar() {
        subject.update(Templates.vectors(1, 8, 9), new long[] {2, 1}, Templates.BUILD);
    }

    @Arbiter
    public void after(III_Result r) {
        Neighbors found = Templates.search(subject);
        r.r1 = Templates.count(found, HELD, false);
        r.r2 = Templates.count(found, HELD, true);
        r.r3 = (int) subject.index().ntotal();
    }
}
