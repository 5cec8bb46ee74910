package io.vectile.stress.races;

import static io.vectile.stress.races.Templates.HELD;

import io.vectile.stress.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who sees a vector sees that its id is given. */
@JCStressTest
@Outcome(id = "0, 3", expect = Expect.ACCEPTABLE, desc = "before the add")
@Outcome(id = "0, 5", expect = Expect.ACCEPTABLE, desc = "searched before the add, then asked")
@Outcome(id = "2, 5", expect = Expect.ACCEPTABLE, desc = "after the add")
@Outcome(expect = Expect.FORBIDDEN, desc = "a vector whose id is not given yet")
@State
public class LargestIdBesideAdd {
    private final Subject subject = Templates.next();

    @Actor
    public void add() {
        subject.add(Templates.vectors(0, HELD, HELD + 1), Templates.BUILD);
    }

    @Actor
    public void search(II_Result r) {
        r.r1 = Templates.count(Templates.search(subject), HELD, HELD + 2);
        r.r2 = (int) subject.index().largestId();
    }
}
