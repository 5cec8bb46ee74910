package io.vectile.cli.explore.codes;

import io.vectile.IndexSpec;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.Remembered;
import io.vectile.cli.explore.http.Events;
import io.vectile.cli.explore.http.Request;
import io.vectile.cli.explore.http.Route;
import io.vectile.cli.explore.http.View;
import io.vectile.concurrent.Progress;
import io.vectile.quantization.ProductQuantizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the view Codes asks: codes of a shape, which take seconds to learn, then what becomes of one vector and of one search. */
public final class CodesView implements View {
    /** Byte tables have 256 entries at most, and a code of more parts no longer fits a picture. */
    private static final int MOST_NBITS = 8;
    private static final int MOST_PARTS = 64;
    private static final int MOST_K = 100;

    /** Each holds the codes of up to 100,000 vectors twice: for the picture, and in its index. */
    private static final int REMEMBERED = 8;

    /** The shape of a code. */
    private record Shape(int m, int nbits) {}

    private final LoadingData loading;
    private final Remembered<Shape, CodedVectors> coded = new Remembered<>(REMEMBERED);

    /** @param loading what is looked at, as soon as it is there */
    public CodesView(LoadingData loading) {
        this.loading = loading;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.work("/api/codes/start", request -> this::start),
                Route.work("/api/codes/train", request -> {
                    Shape shape = shape(request);
                    return progress -> coded(shape, progress).summary();
                }),
                Route.work("/api/codes/sweep", request -> {
                    int nbits = request.whole("nbits", 1, MOST_NBITS);
                    return events -> sweep(nbits, events);
                }),
                Route.work("/api/codes/vector", request -> {
                    Shape shape = shape(request);
                    int row = row(request, "row", CodedVectors.chosen(loading.get()).n());
                    return progress -> VectorSteps.of(coded(shape, progress), row);
                }),
                Route.work("/api/codes/search", request -> {
                    Shape shape = shape(request);
                    int query = row(request, "query", loading.get().queries().n());
                    int k = request.whole("k", 1, MOST_K);
                    return progress -> SearchSteps.of(coded(shape, progress), loading.get().queries().row(query), k);
                }));
    }

    /** What there is to choose from. */
    private Map<String, Object> start(Events events) {
        ExploredData data = loading.get();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("parts", parts(data.base().d()));
        fields.put("most_nbits", MOST_NBITS);
        fields.put("most_k", MOST_K);
        fields.put("n", CodedVectors.chosen(data).n());
        fields.put("variance", Variance.of(CodedVectors.chosen(data), events));
        data.index().ifPresent(opened -> {
            if (opened.index().spec().codec() instanceof IndexSpec.Pq pq) {
                fields.put("index_m", pq.m());
                fields.put("index_nbits", pq.nbits());
            }
        });
        return fields;
    }

    private static int[] parts(int d) {
        return IntStream.rangeClosed(1, Math.min(d, MOST_PARTS)).filter(m -> d % m == 0).toArray();
    }

    /** Codes of every number of parts, each told as soon as it is known. */
    private Map<String, Object> sweep(int nbits, Events events) {
        int[] parts = parts(loading.get().base().d());
        for (int m : parts) {
            events.part(coded(new Shape(m, nbits), events).summary());
        }
        return Map.of("tried", parts.length);
    }

    private Shape shape(Request request) {
        int d = loading.get().base().d();
        int m = request.whole("m", 1, MOST_PARTS);
        int nbits = request.whole("nbits", 1, MOST_NBITS);
        ProductQuantizer.requireShape(d, m, nbits);
        return new Shape(m, nbits);
    }

    private static int row(Request request, String name, long n) {
        return request.whole(name, 0, (int) n - 1);
    }

    private CodedVectors coded(Shape shape, Progress progress) {
        CodedVectors present = coded.get(shape);
        if (present == null) {
            present = CodedVectors.of(loading.get(), shape.m(), shape.nbits(), progress);
            coded.put(shape, present);
        }
        return present;
    }
}
