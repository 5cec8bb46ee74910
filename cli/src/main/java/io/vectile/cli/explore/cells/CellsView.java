package io.vectile.cli.explore.cells;

import io.vectile.IndexSpec;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.explore.data.Remembered;
import io.vectile.cli.explore.http.Refusal;
import io.vectile.cli.explore.http.Request;
import io.vectile.cli.explore.http.Route;
import io.vectile.cli.explore.http.View;
import io.vectile.concurrent.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the view Cells asks: the points once, an index for each number of cells, and searches, of which there are many while the
 * query is dragged.
 */
public final class CellsView implements View {
    private static final int MOST_CELLS = 256;
    private static final int MOST_K = 100;

    /** What is shown first: a query that misses some. */
    private static final int START_CELLS = 32;
    private static final int START_NPROBE = 2;
    private static final int START_K = 10;

    /** How points are stored in their cells: as they are, or as 4 bits for each of two parts. */
    private static final List<String> CODECS = List.of("Flat", "PQ2x4");

    private static final int REMEMBERED = 16;

    private final LoadingData loading;
    private final Remembered<String, PlaneIndex> indexes = new Remembered<>(REMEMBERED);
    private PlaneData data;

    /** @param loading what is looked at, as soon as it is there */
    public CellsView(LoadingData loading) {
        this.loading = loading;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.work("/api/cells/points", request -> this::points),
                Route.work("/api/cells/index", request -> {
                    String spec = spec(request);
                    return progress -> index(spec, progress).picture();
                }),
                Route.work("/api/cells/curve", request -> {
                    String spec = spec(request);
                    int k = request.whole("k", 1, MOST_K);
                    return progress -> index(spec, progress).curve(k, progress);
                }),
                Route.answer("/api/cells/search", this::search));
    }

    private Map<String, Object> points(Progress progress) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("height", PlaneData.HEIGHT);
        fields.put("points", data().points());
        fields.put("queries", data().queries());
        fields.put("start", index("IVF" + Math.min(START_CELLS, mostCells()) + ",Flat", progress).tellingQuery(START_NPROBE, START_K));
        fields.put("most_cells", mostCells());
        fields.put("most_k", MOST_K);
        return fields;
    }

    private Map<String, Object> search(Request request) {
        String spec = spec(request);
        int nprobe = request.whole("nprobe", 1, IndexSpec.parse(spec).nlist());
        int k = request.whole("k", 1, MOST_K);
        float[] query = {(float) request.number("x", 0, 1), (float) request.number("y", 0, PlaneData.HEIGHT)};
        return index(spec, Progress.NONE).search(query, nprobe, k);
    }

    private String spec(Request request) {
        int nlist = request.whole("nlist", 1, mostCells());
        String codec = request.text("codec", 20);
        if (!CODECS.contains(codec)) {
            throw new Refusal("codec must be one of " + String.join(", ", CODECS) + "; got \"" + codec + "\"");
        }
        return "IVF" + nlist + "," + codec;
    }

    private int mostCells() {
        return Math.min(MOST_CELLS, data().n());
    }

    /** Two requests at once may build the same; both are right. */
    private PlaneIndex index(String spec, Progress progress) {
        PlaneIndex present = indexes.get(spec);
        if (present == null) {
            present = PlaneIndex.build(data(), spec, progress);
            indexes.put(spec, present);
        }
        return present;
    }

    private synchronized PlaneData data() {
        if (data == null) {
            data = PlaneData.of(loading.get());
        }
        return data;
    }
}
