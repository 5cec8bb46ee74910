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

/** Two vectors are added: a search sees both or neither, and those that were there. Then both are there. */
@JCStressTest
@Outcome(id = "0, 4, 6", expect = Expect.ACCEPTABLE, desc = "before the add")
@Outcome(id = "2, 4, 6", expect = Expect.ACCEPTABLE, desc = "after the add")
@Outcome(expect = Expect.FORBIDDEN, desc = "half an add, or a vector lost")
@State
public class AddBesideSearch {
    private final Subject subject = Templates.next();

    @Actor
    public void add() {
        subject.add(Templates.vectors(0, HELD, HELD + 1), new long[] {HELD, HELD + 1}, Templates.BUILD);
    }

    @Actor
    public void search(III_Result r) {
        Neighbors found = Templates.search(subject);
        r.r1 = Templates.count(found, HELD, HELD + 2);
        r.r2 = Templates.count(found, 0, HELD);
    }

    @Arbiter
    public void after(III_Result r) {
        r.r3 = Templates.count(Templates.search(subject), 0, HELD + 2);
    }
}
