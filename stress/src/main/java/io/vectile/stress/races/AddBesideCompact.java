package io.vectile.stress.races;

import static io.vectile.stress.races.Templates.HELD;

import io.vectile.stress.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two vectors are added while lists are packed anew: none is lost, and none there twice. */
@JCStressTest
@Outcome(id = "6, 6", expect = Expect.ACCEPTABLE, desc = "all are there")
@Outcome(expect = Expect.FORBIDDEN, desc = "a vector lost, or there twice")
@State
public class AddBesideCompact {
    private final Subject subject = Templates.next();

    @Actor
    public void add() {
        subject.add(Templates.vectors(0, HELD, HELD + 1), new long[] {HELD, HELD + 1}, Templates.BUILD);
    }

    @Actor
    public void compact() {
        subject.compact();
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = Templates.count(Templates.search(subject), 0, HELD + 2);
        r.r2 = (int) subject.index().ntotal();
    }
}
