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

/** Lists with removed and moved vectors are packed anew: a search beside it sees what it saw before, and will after. */
@JCStressTest
@Outcome(id = "2, 1, 2, 1", expect = Expect.ACCEPTABLE, desc = "the same all the time")
@Outcome(expect = Expect.FORBIDDEN, desc = "a vector lost, back again, or in its old place")
@State
public class CompactBesideSearch {
    private final Subject subject = Templates.next();

    public CompactBesideSearch() {
        subject.remove(0);
        subject.update(Templates.vectors(1, 2), new long[] {2}, Templates.BUILD);
    }

    @Actor
    public void compact() {
        subject.compact();
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
