package io.vectile.stress.races;

import static io.vectile.stress.races.Templates.HELD;

import io.vectile.stress.Subject;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads add two vectors each, whose ids the index gives: four vectors more, and no id twice. */
@JCStressTest
@Outcome(id = "8, 8, 7", expect = Expect.ACCEPTABLE, desc = "all there, ids counted up")
@Outcome(expect = Expect.FORBIDDEN, desc = "a vector lost, or an id given twice")
@State
public class TwoAdds {
    private final Subject subject = Templates.next();

    @Actor
    public void addNear() {
        subject.add(Templates.vectors(0, 8, 9), Templates.BUILD);
    }

    @Actor
    public void addFar() {
        subject.add(Templates.vectors(1, 8, 9), Templates.BUILD);
    }

    @Arbiter
    public void after(III_Result r) {
        r.r1 = (int) subject.index().ntotal();
        r.r2 = (int) Arrays.stream(Templates.search(subject).ids(0)).filter(id -> id >= 0 && id < 2 * HELD).distinct().count();
        r.r3 = (int) subject.index().largestId();
    }
}
