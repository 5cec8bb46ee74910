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

/** Vectors are removed while lists are packed anew: they do not come back, and no other goes. */
@JCStressTest
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "the others are there")
@Outcome(expect = Expect.FORBIDDEN, desc = "back again, or another vector lost")
@State
public class RemoveBesideCompact {
    private final Subject subject = Templates.next();

    @Actor
    public void remove() {
        subject.remove(0, HELD - 1);
    }

    @Actor
    public void compact() {
        subject.compact();
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = Templates.count(Templates.search(subject), 0, HELD);
        r.r2 = (int) subject.index().ntotal();
    }
}
