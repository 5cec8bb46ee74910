package io.vectile.cli.explore.trade;

import io.vectile.IndexSpec;
import io.vectile.cli.explore.data.BuiltIndexes;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.http.Events;
import io.vectile.cli.explore.http.Refusal;
import io.vectile.cli.explore.http.Request;
import io.vectile.cli.explore.http.Route;
import io.vectile.cli.explore.http.View;
import io.vectile.error.VectileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the view Trade asks: whether a spec or a search option is right, and points of the charts, each as soon as it is measured. */
public final class TradeView implements View {
    private static final int MOST_SPECS = 12;
    private static final int MOST_POINTS = 150;
    private static final int MOST_CHARACTERS = 100;

    /** Where an index keeps its vectors: enough that most of what its codes hide is found again. */
    private static final String USUAL_K_FACTORS = "1, 4";

    private final LoadingData loading;
    private final BuiltIndexes indexes;
    private final Measured measured = new Measured();
    private final Measuring measuring;

    /**
     * @param loading what is measured on, as soon as it is there
     * @param indexes those of all views
     */
    public TradeView(LoadingData loading, BuiltIndexes indexes) {
        this(loading, indexes, Measuring.Efforts.USUAL);
    }

    TradeView(LoadingData loading, BuiltIndexes indexes, Measuring.Efforts efforts) {
        this.loading = loading;
        this.indexes = indexes;
        this.measuring = new Measuring(loading, indexes, measured, efforts);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.work("/api/trade/start", request -> events -> start()),
                Route.answer("/api/trade/spec", request -> indexes.describe(request.text("spec", MOST_CHARACTERS))),
                Route.answer("/api/trade/settings", TradeView::settings),
                Route.work("/api/trade/measure", this::measure));
    }

    /** What there is to begin with, and what was measured already. */
    private Map<String, Object> start() {
        ExploredData data = loading.get();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("specs", indexes.usual().stream().map(BuiltIndexes::fields).toList());
        fields.put("suggestions", indexes.suggestions());
        fields.put("nprobe", listed(indexes.usualNprobes().stream().map(String::valueOf).toList()));
        fields.put("k_factor", USUAL_K_FACTORS);
        fields.put("most_specs", MOST_SPECS);
        fields.put("queries", Measuring.queries(data).n());
        fields.put("k", Measuring.K);
        fields.put("placeholders", data.files().isEmpty());
        fields.put("points", measured.all());
        return fields;
    }

    /** The lists as they were understood, or the problem with what was typed. */
    private static Map<String, Object> settings(Request request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            if (request.has("nprobe")) {
                fields.put("nprobe", listed(SearchGrid.nprobe(request.text("nprobe", MOST_CHARACTERS)).stream().map(String::valueOf).toList()));
            }
            if (request.has("k_factor")) {
                fields.put("k_factor", listed(SearchGrid.kFactor(request.text("k_factor", MOST_CHARACTERS)).stream().map(SearchGrid::shown).toList()));
            }
            return fields;
        } catch (Refusal | VectileException e) {
            return Map.of("problem", e.getMessage());
        }
    }

    private static String listed(List<String> values) {
        return String.join(", ", values);
    }

    private Route.Job measure(Request request) {
        List<String> specs = request.texts("specs", MOST_SPECS, MOST_CHARACTERS);
        String nprobe = request.text("nprobe", MOST_CHARACTERS);
        String kFactor = request.text("k_factor", MOST_CHARACTERS);
        boolean again = request.oneOf("again", 0, 1) == 1;
        return events -> measure(specs.stream().map(indexes::check).distinct().toList(), SearchGrid.parse(nprobe, kFactor), again, events);
    }

    /** Everything was checked, or is, before anything is trained. */
    private Map<String, Object> measure(List<IndexSpec> specs, SearchGrid grid, boolean again, Events events) {
        if (specs.isEmpty()) {
            throw new Refusal("at least 1 spec is needed; got none");
        }
        int points = specs.stream().mapToInt(spec -> grid.of(spec).size()).sum();
        if (points > MOST_POINTS) {
            throw new Refusal("at most " + MOST_POINTS + " points are measured at a time; these specs and search options make " + points);
        }
        return measuring.run(specs, grid, again, events);
    }
}
