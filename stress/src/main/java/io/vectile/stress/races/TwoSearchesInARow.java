package io.vectile.stress.races;

import static io.vectile.stress.races.Templates.HELD;

import io.vectile.stress.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread that has seen an add goes on seeing it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before the add")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "one search before it, one after")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "after the add")
@Outcome(expect = Expect.FORBIDDEN, desc = "back in time, or half an add")
@State
public class TwoSearchesInARow {
    private final Subject subject = Templates.next();

    @Actor
    public void add() {
        subject.add(Templates.vectors(0, HELD, HELD + 1), new long[] {HELD, HELD + 1}, Templates.BUILD);
    }

    @Actor
    public void search(II_Result r) {
        r.r1 = Templates.count(Templates.search(subject), HELD, HELD + 2);
        r.r2 = Templates.count(Templates.search(subject), HELD, HELD + 2);
    }
}
