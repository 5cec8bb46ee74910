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

/** Vectors are removed while lists are packed anew: they do not come back, and no other goes. */
@JCStressTest
@Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "before they are removed")
@Outcome(id = "0, 2, 2", expect = Expect.ACCEPTABLE, desc = "after")
@Outcome(expect = Expect.FORBIDDEN, desc = "half removed, back again, or another vector lost")
@State
public class RemoveBesideCompactBesideSearch {
    private final Subject subject = Templates.next();

    @Actor
    public void remove() {
        subject.remove(0, HELD - 1);
    }

    @Actor
    public void compact() {
        subject.compact();
    }

    @Actor
    public void search(III_Result r) {
        Neighbors found = Templates.search(subject);
        r.r1 = Templates.count(found, 0, 1) + Templates.count(found, HELD - 1, HELD);
        r.r2 = Templates.count(found, 1, HELD - 1);
    }

    @Arbiter
    public void after(III_Result r) {
        r.r3 = Templates.count(Templates.search(subject), 0, HELD);
    }
}
