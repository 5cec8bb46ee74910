package io.vectile.stress.races;

import static io.vectile.stress.races.Templates.HELD;

import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.stress.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The vectors of another index are taken in: a search sees all of them or none. */
@JCStressTest
@Outcome(id = "0, 4, 6", expect = Expect.ACCEPTABLE, desc = "before the merge")
@Outcome(id = "2, 4, 6", expect = Expect.ACCEPTABLE, desc = "after the merge")
@Outcome(expect = Expect.FORBIDDEN, desc = "half a merge, or a vector lost")
@State
public class MergeBesideSearch {
    private final Subject subject = Templates.next();
    private final Index other = Templates.emptied(subject.index());

    public MergeBesideSearch() {
        other.add(Templates.vectors(0, 1, 2), new long[] {1, 0}, Templates.BUILD);
    }

    @Actor
    public void merge() {
        subject.merge(other, HELD);
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
