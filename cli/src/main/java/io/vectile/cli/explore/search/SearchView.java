package io.vectile.cli.explore.search;

import io.vectile.IndexSpec;
import io.vectile.cli.explore.data.Background;
import io.vectile.cli.explore.data.BuiltIndexes;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.OpenedIndex;
import io.vectile.cli.explore.data.Remembered;
import io.vectile.cli.explore.http.Events;
import io.vectile.cli.explore.http.Request;
import io.vectile.cli.explore.http.Route;
import io.vectile.cli.explore.http.View;
import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.VectileException;
import io.vectile.eval.GroundTruth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the view Search asks: one query's true neighbours, then the answer of each index, as soon as it is there. */
public final class SearchView implements View {
    private static final int MOST_SPECS = 6;
    private static final int MOST_CHARACTERS = 100;
    private static final int MOST_K = 50;
    private static final int MOST_NPROBE = 1 << 20;
    private static final int MOST_K_FACTOR = 64;

    /** True neighbours that are looked for, so that wrong answers can be told from far ones. */
    private static final int DEPTH = 100;

    private static final int REMEMBERED = 64;

    private final LoadingData loading;
    private final BuiltIndexes indexes;
    private final Remembered<Integer, GroundTruth> truths = new Remembered<>(REMEMBERED);

    /**
     * @param loading what is searched, as soon as it is there
     * @param indexes those of all views
     */
    public SearchView(LoadingData loading, BuiltIndexes indexes) {
        this.loading = loading;
        this.indexes = indexes;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.work("/api/search/start", request -> events -> start()),
                Route.answer("/api/search/spec", request -> indexes.describe(request.text("spec", MOST_CHARACTERS))),
                Route.work("/api/search/find", this::find));
    }

    private Map<String, Object> start() {
        ExploredData data = loading.get();
        Map<String, Object> fields = new LinkedHashMap<>();
        // What Flat answers is the truth, and stands beside them anyway.
        fields.put("specs", indexes.usual().stream().filter(spec -> !spec.toString().equals("Flat"))
                .filter(spec -> data.index().map(opened -> !opened.index().spec().equals(spec)).orElse(true))
                .map(BuiltIndexes::fields).toList());
        fields.put("suggestions", indexes.suggestions());
        data.index().map(OpenedIndex::index).ifPresent(index -> fields.put("opened", BuiltIndexes.fields(index.spec())));
        fields.put("most_specs", MOST_SPECS);
        fields.put("most_k", Math.min(MOST_K, data.base().n()));
        fields.put("most_k_factor", MOST_K_FACTOR);
        return fields;
    }

    private Route.Job find(Request request) {
        ExploredData data = loading.get();
        int query = request.whole("query", 0, (int) data.queries().n() - 1);
        int k = request.whole("k", 1, (int) Math.min(MOST_K, data.base().n()));
        int nprobe = request.whole("nprobe", 1, MOST_NPROBE);
        int kFactor = request.whole("k_factor", 1, MOST_K_FACTOR);
        List<String> specs = request.texts("specs", MOST_SPECS, MOST_CHARACTERS);
        String search = "nprobe=" + nprobe + ",k_factor=" + kFactor;
        return events -> find(new SideBySide(data, query, k, truth(query, events)),
                specs.stream().map(indexes::check).distinct().toList(), search, events);
    }

    private Map<String, Object> find(SideBySide table, List<IndexSpec> specs, String search, Events events) {
        events.part(table.truth());
        loading.get().index().ifPresent(opened -> events.part(table.answer(SearchedIndex.of(opened), search)));
        for (IndexSpec spec : specs) {
            events.check(spec.toString());
            try {
                events.part(table.answer(SearchedIndex.of(indexes.get(spec, events)), search));
            } catch (CancelledException e) {
                throw e;
            } catch (VectileException e) {
                events.part(Map.of("column", spec.toString(), "failed", e.getMessage()));
            }
        }
        return Map.of("columns", specs.size());
    }

    private GroundTruth truth(int query, Progress progress) {
        GroundTruth truth = truths.get(query);
        if (truth == null) {
            ExploredData data = loading.get();
            truth = GroundTruth.compute(data.base(), data.queries().rows(query, query + 1), (int) Math.min(DEPTH, data.base().n()),
                    data.metric(), Background.parallel(), progress);
            truths.put(query, truth);
        }
        return truth;
    }
}
