package io.vectile.stress.races;

import io.vectile.error.IndexStateException;
import io.vectile.stress.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A vector is decoded while it is moved far away: it is here or there, all of it. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the old vector")
@Outcome(id = "4", expect = Expect.ACCEPTABLE, desc = "the new vector")
@Outcome(id = "-1", expect = Expect.FORBIDDEN, desc = "no vector of the id")
@Outcome(expect = Expect.FORBIDDEN, desc = "a vector of parts of both")
@State
public class UpdateBesideReconstruct {
    private final Subject subject = Templates.next();

    @Actor
    public void update() {
        subject.update(Templates.vectors(1, 1, 2), new long[] {1, 2}, Templates.BUILD);
    }

    @Actor
    public void reconstruct(I_Result r) {
        try {
            int far = 0;
            for (float value : subject.index().reconstruct(2)) {
                far += value > 21 ? 1 : 0;
            }
            r.r1 = far;
        } catch (IndexStateException e) {
            r.r1 = -1;
        }
    }
}
