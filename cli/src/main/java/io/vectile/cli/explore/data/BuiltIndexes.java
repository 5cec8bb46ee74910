package io.vectile.cli.explore.data;

import io.vectile.Index;
import io.vectile.IndexSpec;
import io.vectile.cli.bench.BuiltIndex;
import io.vectile.cli.explore.http.Refusal;
import io.vectile.concurrent.Progress;
import io.vectile.error.VectileException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Indexes over the data, each trained once whichever view asks for it, one at a time. Those that were asked for longest ago go
 * when all together take more memory than is given to them. Thread safe.
 */
public final class BuiltIndexes {
    private static final int MOST = 24;

    private final LoadingData loading;
    private final MemoryAllowed allowed;
    private final Turn building = new Turn();
    private final Map<String, BuiltIndex> built = new LinkedHashMap<>(16, 0.75f, true);

    /** @param loading what they are built over, as soon as it is there */
    public BuiltIndexes(LoadingData loading) {
        this(loading, MemoryAllowed.onThisMachine());
    }

    /** @param allowed how much memory they may take */
    public BuiltIndexes(LoadingData loading, MemoryAllowed allowed) {
        this.loading = loading;
        this.allowed = allowed;
    }

    /**
     * What a spec means for the data.
     *
     * @throws VectileException if it does not parse, does not suit the data, or cannot be trained on them
     * @throws Refusal          if it takes more memory than is given to it
     */
    public IndexSpec check(String text) {
        IndexSpec spec = IndexSpec.parse(text);
        ExploredData data = loading.get();
        Index.of(spec, data.base().d(), data.metric()).requireTrainable(data.training().n());
        MemoryNeed.of(spec, data).requireWithin(allowed);
        return spec;
    }

    /** What a page is told of a spec that was typed: what it must know of it, or the problem with it. */
    public Map<String, Object> describe(String text) {
        try {
            return fields(check(text));
        } catch (Refusal | VectileException e) {
            return Map.of("problem", e.getMessage());
        }
    }

    /** What a page must know of a spec. */
    public static Map<String, Object> fields(IndexSpec spec) {
        return Map.of("spec", spec.toString(), "nlist", spec.nlist(), "refine", spec.refine());
    }

    /** The index of a spec that was checked; trained and filled if it is not there yet. */
    public BuiltIndex get(IndexSpec spec, Progress progress) {
        BuiltIndex present = present(spec);
        if (present != null) {
            return present;
        }
        building.take(progress, spec + " waits for another index to be built");
        try {
            present = present(spec); // by now, perhaps
            return present != null ? present : build(spec, progress);
        } finally {
            building.end();
        }
    }

    private BuiltIndex build(IndexSpec spec, Progress progress) {
        ExploredData data = loading.get();
        Index empty = Index.of(spec, data.base().d(), data.metric());
        BuiltIndex index = BuiltIndex.build(spec.toString(), empty, data.training(), data.base(), Background.options(progress));
        put(index);
        return index;
    }

    private synchronized BuiltIndex present(IndexSpec spec) {
        return built.get(spec.toString());
    }

    private synchronized void put(BuiltIndex index) {
        built.put(index.given(), index);
        long held = built.values().stream().mapToLong(one -> one.report().residentBytes()).sum();
        Iterator<BuiltIndex> eldest = built.values().iterator();
        while (built.size() > 1 && (built.size() > MOST || held > allowed.held())) {
            held -= eldest.next().report().residentBytes();
            eldest.remove();
        }
    }

    /** What a view begins with: those of the usual specs that these data and this memory allow. */
    public List<IndexSpec> usual() {
        return UsualSpecs.of(loading.get()).stream().flatMap(this::possible).toList();
    }

    /** Numbers of cells to visit that a view begins with. */
    public List<Integer> usualNprobes() {
        return UsualSpecs.nprobes(loading.get());
    }

    private Stream<IndexSpec> possible(String spec) {
        try {
            return Stream.of(check(spec));
        } catch (Refusal | VectileException e) {
            return Stream.empty();
        }
    }

    /** The specs of those that are there, and of what else may be typed. */
    public List<String> suggestions() {
        SequencedSet<String> specs = new LinkedHashSet<>(specs());
        specs.addAll(UsualSpecs.of(loading.get()));
        specs.addAll(UsualSpecs.more(loading.get()));
        return specs.stream().flatMap(this::possible).map(IndexSpec::toString).toList();
    }

    private synchronized List<String> specs() {
        return List.copyOf(built.keySet());
    }
}
