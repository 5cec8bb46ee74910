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
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two of the near vectors are moved far away: a search sees both here, or both there; never one twice, and never none. */
@JCStressTest
@Outcome(id = "4, 0, 2, 2", expect = Expect.ACCEPTABLE, desc = "before the update")
@Outcome(id = "2, 2, 2, 2", expect = Expect.ACCEPTABLE, desc = "after the update")
@Outcome(expect = Expect.FORBIDDEN, desc = "half an update: a vector twice, or not at all")
@State
public class UpdateBesideSearch {
    private final Subject subject = Templates.next();

    @Actor
    public void update() {
        subject.update(Templates.vectors(1, 1, 2), new long[] {1, 2}, Templates.BUILD);
    }

    @Actor
    public void search(IIII_Result r) {
        Neighbors found = Templates.search(subject);
        r.r1 = Templates.count(found, HELD, false);
        r.r2 = Templates.count(found, HELD, true);
    }

    @Arbiter
    public void after(IIII_Result r) {
        Neighbors found = Templates.search(subject);
        r.r3 = Templates.count(found, HELD, false);
        r.r4 = Templates.count(found, HELD, true);
    }
}
