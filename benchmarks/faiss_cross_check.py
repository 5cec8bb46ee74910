"""Faiss's side of benchmarks/cross-check; runs in an environment with Faiss and NumPy.

    faiss_cross_check.py build DIR PAIRS SEED     indexes of random shapes, for Vectile to read
    faiss_cross_check.py compare DIR [--drop]     Faiss's answers beside Vectile's, and the bytes of files written again;
                                                  drops the files of what agrees

The files of a case are described at the Java class CrossCheck. Two answers agree where

- distances of the same vector differ by no more than 1e-5 of the scale: of |q|^2 + |x|^2 for squared L2, |q||x| for inner
  products, both as large as the transforms make them, since that is what rounding errors grow with;
- a vector that only one side found lies at the edge: at the distance of the last one found, or at the radius.

Two edges lie before the one that shows. An IVF visits the nprobe nearest cells: where one more is equally near within
rounding, what either choice finds is right. An index that refines measures the k * k_factor nearest by code again: one that
is equally near by code as the last of these may be among them or not.

Symmetric distances have an edge of their own: a query whose own code is a tie has two right codes, and is left out.

One thing Vectile does otherwise: with symmetric distances (ST_SDC) Faiss's search is symmetric and its range_search is not;
Vectile's are both, so what it finds within the radius is held against the distances of Faiss's search.
"""
import itertools
import os
import shutil
import sys

import faiss
import numpy as np

TOLERANCE = 1e-5
WORST = np.float32(3.4028235e38)
METRICS = (faiss.METRIC_L2, faiss.METRIC_INNER_PRODUCT)


# ---- building -----------------------------------------------------------------------------------------------------------

class Shapes:
    """Random indexes of Faiss, and vectors for them."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.kept = []

    def chance(self, p):
        return self.random.rand() < p

    def one_of(self, choices):
        return choices[self.random.randint(len(choices))]

    def number(self, least, most):
        return int(self.random.randint(least, most + 1))

    def divisor(self, d):
        return self.one_of([m for m in range(1, d + 1) if d % m == 0])

    def rows(self, kind, centers, n):
        rows = centers[self.random.randint(len(centers), size=n)]
        if kind == "clustered":
            rows = rows + self.random.randn(*rows.shape)
        elif kind == "integers":
            rows = np.clip(np.rint(rows * 15 + 128 + self.random.randint(-30, 31, rows.shape)), 0, 255)
        return np.ascontiguousarray(rows, dtype="f4")

    def transform(self, d):
        smaller = self.number(1, d)
        kind = self.one_of(["PCA", "OPQ", "RR", "L2norm", "Center"])
        if kind == "PCA":
            return faiss.PCAMatrix(d, smaller, self.one_of([0.0, 0.0, -0.5]), self.chance(0.5))
        if kind == "OPQ":
            opq = faiss.OPQMatrix(d, self.divisor(smaller), smaller)
            opq.niter, opq.niter_pq, opq.niter_pq_0 = 3, 2, 4
            quantizer = faiss.ProductQuantizer(smaller, opq.M, 8)
            self.hurry(quantizer.cp)
            opq.pq = quantizer
            self.kept.append(quantizer)  # Faiss only points to it
            return opq
        if kind == "RR":
            return faiss.RandomRotationMatrix(d, smaller if self.chance(0.5) else d)
        return faiss.NormalizationTransform(d, 2.0) if kind == "L2norm" else faiss.CenteringTransform(d)

    def core(self, d, metric):
        """Flat, PQ, IVFFlat or IVFPQ, and how many vectors it must learn from."""
        kind = self.one_of(["Flat", "PQ", "IVFFlat", "IVFPQ", "IVFPQ"])
        nbits = 8 if self.chance(0.2) else self.number(1, 12) if d < 40 else self.number(1, 8)
        nlist = self.number(1, 64)
        m = self.divisor(d)
        if d == 2 * m:
            nbits = max(nbits, 3)  # Faiss cannot search fewer than 8 centroids of 2 numbers
        if kind == "Flat":
            return faiss.IndexFlat(d, metric), 1
        if kind == "PQ":
            index = faiss.IndexPQ(d, m, nbits, metric)
            if nbits == 8 and metric == faiss.METRIC_L2:
                # Polysemous search leaves nothing out unless a threshold is set.
                index.search_type = self.one_of(
                    [faiss.IndexPQ.ST_PQ, faiss.IndexPQ.ST_SDC, faiss.IndexPQ.ST_polysemous])
            self.hurry(index.pq.cp)
            return index, 1 << nbits
        cells = faiss.IndexFlat(d, metric if self.chance(0.9) else self.one_of(METRICS))
        if kind == "IVFFlat":
            index, least = faiss.IndexIVFFlat(cells, d, nlist, metric), nlist
        else:
            index, least = faiss.IndexIVFPQ(cells, d, nlist, m, nbits, metric), max(nlist, 1 << nbits)
            index.by_residual = self.chance(0.7)
            self.hurry(index.pq.cp)
        self.hurry(index.cp)
        index.nprobe = self.number(1, nlist + 4)
        return index, least

    @staticmethod
    def hurry(clustering):
        clustering.niter, clustering.min_points_per_centroid = 3, 1

    def index(self):
        """An index, its queries, and the greatest length of a vector that it holds."""
        d = self.number(1, 20) if self.chance(0.5) else self.number(1, 130)
        metric = self.one_of(METRICS)
        kind = self.one_of(["clustered", "integers", "duplicates"])
        transforms = []
        while self.chance(0.4):
            transforms.append(self.transform(transforms[-1].d_out if transforms else d))
        index, least = self.core(transforms[-1].d_out if transforms else d, metric)
        core = index
        # The id map stands around all, or within the transforms; an IVF also has ids without one.
        ids = self.one_of([None, None, faiss.IndexIDMap, faiss.IndexIDMap2])
        refine = self.chance(0.25)
        inside = ids is not None and transforms and not refine and self.chance(0.3)
        if inside:
            index = ids(index)
        if transforms:
            index = faiss.IndexPreTransform(index)
            for transform in reversed(transforms):
                index.prepend_transform(transform)
        if refine:
            index = faiss.IndexRefineFlat(index)
            index.k_factor = 1 if self.chance(0.5) else 1 + 9 * self.random.rand()
        if ids is not None and not inside:
            index = ids(index)
        own = ids is not None or not refine and isinstance(core, faiss.IndexIVF) and self.chance(0.3)

        centers = self.random.randn(12, d) * 4
        if kind == "duplicates" and transforms:
            # The axes of few different rows are a matter of rounding.
            kind = "clustered"
        n = self.number(1, 3000)
        base = self.rows(kind, centers, n)
        state = self.number(0, 11)
        # Faiss does not read its own file of an untrained CenteringTransform.
        if state > 0 or any(isinstance(transform, faiss.CenteringTransform) for transform in transforms):
            index.train(self.rows(kind, centers, max(least, 2 * d, 256) + self.number(0, 500)))
        if state > 1:
            # Removing from an IVF within an id map leaves it ids that the map has no more; a search reads past its end.
            self.fill(index, core, base, own, counted=ids is not None or not own,
                      removable=not refine and (ids is None or not isinstance(core, faiss.IndexIVF)) and not inside)
        queries = np.concatenate([base[self.random.randint(n, size=4)], self.rows(kind, centers, 4)
                                  + self.random.randn(4, d).astype("f4")])
        if kind == "integers" and self.chance(0.5):
            queries = np.rint(queries)
        return index, queries.astype("f4"), float(np.sqrt((base.astype("f8") ** 2).sum(1).max()))

    def fill(self, index, core, base, own, counted, removable):
        n = len(base)
        ids = None
        if own:
            ids = self.random.permutation(n).astype("i8") * self.one_of([1, 3, 1000003]) + self.one_of([0, 5, 1 << 33])
        first = n if self.chance(0.5) else self.number(0, n)
        for rows in (slice(0, first), slice(first, n)):
            if ids is None:
                index.add(base[rows])
            else:
                index.add_with_ids(base[rows], ids[rows])
        if removable and self.chance(0.25):
            gone = np.arange(n, dtype="i8") if ids is None else ids
            index.remove_ids(self.random.permutation(gone)[:self.number(1, n)])
        elif isinstance(core, faiss.IndexIVF) and self.chance(0.3):
            core.set_direct_map_type(faiss.DirectMap.Array if counted and self.chance(0.5) else faiss.DirectMap.Hashtable)


def prepare(index):
    """Makes the table of symmetric distances, which Faiss leaves to its caller."""
    core = Layers(index, 0).core
    if isinstance(core, faiss.IndexPQ) and core.is_trained and core.search_type == faiss.IndexPQ.ST_SDC:
        core.pq.compute_sdc_table()
    return index


def build(folder, pairs, seed):
    shapes = Shapes(seed)
    for i in range(pairs):
        at = os.path.join(folder, f"{i:04d}")
        os.makedirs(at)
        index, queries, largest = shapes.index()
        k = shapes.number(1, 50)
        radius = 1.0
        prepare(index)
        if index.is_trained and index.ntotal > 0:
            distances, ids = index.search(queries, k)
            found = [row[mask][-1] for row, mask in zip(distances, ids >= 0) if mask.any()]
            radius = float(np.median(found)) if found else radius
        faiss.write_index(index, os.path.join(at, "given.index"))
        np.save(os.path.join(at, "query.npy"), queries)
        with open(os.path.join(at, "case.properties"), "w") as out:
            out.write(f"k={k}\nradius={np.float32(radius)!s}\nlargest={np.float32(largest)!s}\n")


# ---- what an index is made of -------------------------------------------------------------------------------------------

class Layers:
    """An index taken apart: what stands around its core, and how far rounding may carry its distances."""

    def __init__(self, index, largest):
        self.index, self.largest = index, largest
        self.labels, self.refine, self.k_factor, self.chain = None, None, 1.0, []
        self.words = []
        self.before_refine = 0
        inner = faiss.downcast_index(index)
        while True:
            if isinstance(inner, faiss.IndexIDMap):
                self.labels = faiss.vector_to_array(inner.id_map)
                self.words.append("own ids")
                inner = inner.index
            elif isinstance(inner, faiss.IndexPreTransform):
                self.chain += [faiss.downcast_VectorTransform(inner.chain.at(i)) for i in range(inner.chain.size())]
                self.words.append("transforms")
                inner = inner.index
            elif isinstance(inner, faiss.IndexRefine):
                self.refine, self.k_factor = faiss.downcast_index(inner.refine_index), inner.k_factor
                self.before_refine = len(self.chain)
                self.words.append("refining")
                inner = inner.base_index
            else:
                break
            inner = faiss.downcast_index(inner)
        self.core = inner
        self.is_ip = index.metric_type == faiss.METRIC_INNER_PRODUCT
        self.is_ivf = isinstance(inner, faiss.IndexIVF)
        self.kind = type(inner).__name__.replace("Index", "")
        if self.kind in ("FlatL2", "FlatIP"):
            self.kind = "Flat"
        self.words = list(dict.fromkeys(self.words)) + ["inner product" if self.is_ip else "L2"]
        if not index.is_trained:
            self.words.append("untrained")
        elif index.ntotal == 0:
            self.words.append("empty")
        self.symmetric = isinstance(inner, faiss.IndexPQ) and inner.search_type == faiss.IndexPQ.ST_SDC
        if self.symmetric:
            self.words.append("symmetric")
        if self.is_ivf and inner.direct_map.type != faiss.DirectMap.NoMap:
            self.words.append("direct map")

    def transformed(self, queries, chain):
        for transform in chain:
            queries = transform.apply(queries)
        return queries

    def tolerance(self, query, chain):
        """How far distances of one query may differ behind some transforms."""
        q, x = float(np.linalg.norm(query.astype("f8"))), self.largest
        for transform in chain:
            if isinstance(transform, faiss.NormalizationTransform):
                q, x = 1.0, 1.0
            elif isinstance(transform, faiss.CenteringTransform):
                off = np.linalg.norm(faiss.vector_to_array(transform.mean))
                q, x = q + off, x + off
            else:
                a = faiss.vector_to_array(transform.A).reshape(transform.d_out, transform.d_in)
                b = np.linalg.norm(faiss.vector_to_array(transform.b)) if transform.have_bias else 0.0
                stretch = np.linalg.norm(a, 2)
                q, x = stretch * q + b, stretch * x + b
        return TOLERANCE * (q * x if self.is_ip else q * q + x * x) + 1e-30

    def nearness(self, distances):
        """Smaller is nearer, for either metric."""
        return -distances if self.is_ip else distances


# ---- comparing ----------------------------------------------------------------------------------------------------------

class Answer:
    """What one side says of one query: nearness by id."""

    def __init__(self, layers, ids, distances):
        kept = ids >= 0
        self.ids, self.near = ids[kept], layers.nearness(distances[kept].astype("f8"))
        self.of = dict(zip(self.ids.tolist(), self.near.tolist()))


def differ(one, other, tolerance, radius=None):
    """What two answers differ in; None where they agree. What one alone found lies past the other's last, or the radius."""
    if radius is None and len(one.ids) != len(other.ids):
        return f"{len(one.ids)} found and {len(other.ids)}"
    for found, beside in ((one, other), (other, one)):
        edge = radius if radius is not None else max(beside.near, default=np.inf)
        for i, near in found.of.items():
            if i in beside.of and abs(near - beside.of[i]) > tolerance:
                return f"id {i} at {near:.9g} and at {beside.of[i]:.9g}, where {tolerance:.3g} is allowed"
            if i not in beside.of and near < edge - tolerance:
                return f"id {i} at {near:.9g} is found by one alone; the edge is {edge:.9g}, {tolerance:.3g} is allowed"
    return None


class Explanation:
    """All that Faiss could have found for one query, had it rounded otherwise at an edge that does not show."""

    MOST_CHOICES = 64

    def __init__(self, layers, query):
        self.layers, self.query = layers, query[None]
        self.coded = layers.transformed(self.query, layers.chain)
        self.tolerance = layers.tolerance(query, layers.chain)

    def cells(self):
        """Each choice of nprobe cells that are the nearest within rounding."""
        core = self.layers.core
        nprobe = min(core.nprobe, core.nlist)
        distances, cells = core.quantizer.search(self.coded, core.nlist)
        quantizer_ip = core.quantizer.metric_type == faiss.METRIC_INNER_PRODUCT
        near = (-distances if quantizer_ip else distances)[0].astype("f8")
        edge = near[nprobe - 1]
        # The centroids have no scale of their own here; that of the index's metric will do unless the metrics differ.
        q, c = np.linalg.norm(self.coded), max(np.linalg.norm(core.quantizer.reconstruct_n(0, core.nlist), axis=1))
        room = TOLERANCE * (q * c if quantizer_ip else q * q + c * c)
        sure = cells[0][near < edge - room]
        maybe = cells[0][(near >= edge - room) & (near <= edge + room)]
        for choice in itertools.islice(itertools.combinations(maybe, nprobe - len(sure)), self.MOST_CHOICES):
            chosen = np.concatenate([sure, np.array(choice, dtype=sure.dtype)])
            yield chosen[None], distances[0][[list(cells[0]).index(c) for c in chosen]][None]

    def by_code(self):
        """Ids and nearness by code, of all that each choice visits."""
        core = self.layers.core
        if self.layers.is_ivf:
            for cells, distances in self.cells():
                core.nprobe = cells.shape[1]
                yield self.labelled(*core.search_preassigned(self.coded, max(core.ntotal, 1), cells, distances))
        else:
            yield self.labelled(*core.search(self.coded, max(core.ntotal, 1)))

    def labelled(self, distances, ids):
        layers = self.layers
        places = ids[0][ids[0] >= 0]
        near = layers.nearness(distances[0][ids[0] >= 0].astype("f8"))
        exact = near
        if layers.refine is not None:
            query = layers.transformed(self.query, layers.chain[:layers.before_refine])
            rows = np.empty((len(places), layers.refine.d))
            for row, i in zip(rows, places.tolist()):
                row[:] = layers.refine.reconstruct(i)
            exact = -(rows @ query[0]) if layers.is_ip else ((rows - query[0]) ** 2).sum(1)
        return (places if layers.labels is None else layers.labels[places]), near, exact

    def nearest(self, vectile, k, tolerance):
        """Whether the k nearest are right for some choice; else what is wrong with them for the last one."""
        why = "no choice of cells"
        for ids, coarse, exact in self.by_code():
            sure, maybe = np.ones(len(ids), bool), np.ones(len(ids), bool)
            if self.layers.refine is not None and len(ids) > 0:
                edge = np.sort(coarse)[min(int(k * self.layers.k_factor), len(ids)) - 1]
                sure, maybe = coarse < edge - self.tolerance, coarse <= edge + self.tolerance
            if len(vectile.ids) != min(k, len(ids)):
                why = f"{len(vectile.ids)} found; {min(k, len(ids))} can be"
                continue
            why = self.wrong(vectile, ids, exact, sure, maybe, tolerance, max(vectile.near, default=np.inf))
            if why is None:
                break
        return why

    def within(self, vectile, radius, tolerance):
        """Whether what lies within the radius is right for some choice; else what is wrong with it for the last one."""
        why = "no choice of cells"
        for ids, coarse, exact in self.by_code():
            sure, maybe = np.ones(len(ids), bool), np.ones(len(ids), bool)
            if self.layers.refine is not None:
                # Faiss's IndexRefine: by code, k_factor times as far.
                wide = radius * self.layers.k_factor if radius > 0 else radius / self.layers.k_factor
                sure, maybe = coarse < wide - self.tolerance, coarse < wide + self.tolerance
            why = self.wrong(vectile, ids, exact, sure, maybe, tolerance, radius)
            if why is None:
                break
        return why

    @staticmethod
    def wrong(vectile, ids, exact, sure, maybe, tolerance, edge):
        """Only what may be found is found, at its distance, and all that surely is before the edge."""
        of = dict(zip(ids[maybe].tolist(), exact[maybe].tolist()))
        for i, near in vectile.of.items():
            if i not in of:
                return f"id {i} at {near:.9g} cannot be found"
            if abs(of[i] - near) > tolerance:
                return f"id {i} at {near:.9g}; it is at {of[i]:.9g}, where {tolerance:.3g} is allowed"
        for i, near in zip(ids[sure].tolist(), exact[sure].tolist()):
            if i not in vectile.of and near < edge - tolerance:
                return f"id {i} at {near:.9g} is missing; the edge is {edge:.9g}"
        return None


def compare_answers(at, layers, about):
    """What differs, and how many answers agree only by an edge that does not show."""
    def load(name):
        return np.load(os.path.join(at, name))

    queries, k, radius = load("query.npy"), int(about["k"]), np.float32(about["radius"])
    # Both sides alike: nearest distances and ids, row by row; limits, distances and ids within the radius.
    theirs = [*layers.index.search(queries, k), *layers.index.range_search(queries, float(radius))]
    ours = [load("distances.npy"), load("ids.npy"), *(load(name)[:, 0] for name in
                                                      ("lims.npy", "range_distances.npy", "range_ids.npy"))]
    chain = layers.chain if layers.refine is None else layers.chain[:layers.before_refine]
    explained = 0
    for q, query in enumerate(queries):
        why = unfilled(layers, ours[0][q], ours[1][q])
        if why is not None:
            return f"query {q}: {why}", explained
        tolerance = layers.tolerance(query, chain)
        for what in ("nearest", "within"):
            here, found = (Answer(layers, side[1][q], side[0][q]) if what == "nearest" else
                           Answer(layers, *(side[i][side[2][q]:side[2][q + 1]] for i in (4, 3))) for side in (theirs, ours))
            edge = None if what == "nearest" else float(layers.nearness(np.float64(radius)))
            why = disorder(found) or differ(here, found, tolerance, edge)
            otherwise = layers.is_ivf or layers.refine is not None or layers.symmetric and what == "within"
            if why is not None and otherwise:
                explanation = Explanation(layers, query)
                still = (explanation.nearest(found, k, tolerance) if edge is None
                         else explanation.within(found, edge, tolerance))
                why = why if still is None else f"{why}; {still}"
                if still is None and not disorder(found):
                    explained += not layers.symmetric
                    continue
            if why is not None and layers.symmetric and has_tied_code(layers, query, chain):
                explained += 1
                continue
            if why is not None:
                return f"query {q}, {what}: {why}", explained
    return None, explained


def has_tied_code(layers, query, chain):
    """Whether a part of the query lies as near to two centroids: symmetric distances then start from either code."""
    pq = layers.core.pq
    codebook = faiss.vector_to_array(pq.centroids).reshape(pq.M, pq.ksub, pq.dsub).astype("f8")
    parts = layers.transformed(query[None, :], chain).reshape(pq.M, 1, pq.dsub).astype("f8")
    nearest = np.sort(((codebook - parts) ** 2).sum(axis=2), axis=1)
    size = (codebook ** 2).sum(axis=2).max(axis=1) + (parts ** 2).sum(axis=(1, 2))
    return bool((nearest[:, 1] - nearest[:, 0] <= TOLERANCE * size).any())


def disorder(found):
    """Nearest first, equal distances by smaller id, no id twice."""
    if len(found.of) != len(found.ids):
        return f"an id twice in {found.ids}"
    keys = list(zip(found.near.tolist(), found.ids.tolist()))
    return None if keys == sorted(keys) else "out of order"


def unfilled(layers, distances, ids):
    """Places that nothing fills come last, with the worst distance."""
    found = int((ids >= 0).sum())
    worst = -WORST if layers.is_ip else WORST
    if (ids[:found] >= 0).all() and (ids[found:] == -1).all() and (distances[found:] == worst).all():
        return None
    return f"places that nothing fills: {ids} at {distances}"


def read_properties(path):
    with open(path) as lines:
        return dict(line.rstrip("\n").split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def compare_case(at, from_faiss):
    error = os.path.join(at, "error.txt")
    given = os.path.join(at, "given.index")
    layers = None
    if from_faiss or not os.path.exists(error):
        about = read_properties(os.path.join(at, "case.properties"))
        try:
            layers = Layers(prepare(faiss.read_index(given)), float(about["largest"]))
        except RuntimeError as refused:
            return None, f"{about.get('about')}: Faiss: {refused}", 0
    if os.path.exists(error):
        with open(error) as text:
            return layers, "Vectile: " + " ".join(line.strip() for line in itertools.islice(text, 3)), 0
    explained = 0
    if layers.index.is_trained:
        why, explained = compare_answers(at, layers, about)
        if why is not None:
            return layers, why, explained
    again = os.path.join(at, "again.index")
    if not from_faiss:
        # Read once more, since searches may have set nprobe.
        faiss.write_index(faiss.read_index(given), again)
    with open(given, "rb") as one, open(again, "rb") as other:
        if not same_file(one.read(), other.read(), layers, from_faiss):
            return layers, "written again, the file has other bytes", explained
    return layers, None, explained


def same_file(given, again, layers, from_faiss):
    """The same bytes; but Faiss writes the entries of a hash table that Vectile made in an order of its own."""
    if given == again:
        return True
    if from_faiss or not layers.is_ivf or layers.core.direct_map.type != faiss.DirectMap.Hashtable:
        return False
    n = layers.core.ntotal
    head = b"\2" + np.array([0, n], dtype="<i8").tobytes()
    start = given.find(head) + len(head)
    end = start + 16 * n
    entries = [sorted(file[at:at + 16] for at in range(start, end, 16)) for file in (given, again)]
    return given[:start] == again[:start] and entries[0] == entries[1] and given[end:] == again[end:]


def compare(folder, drop):
    faiss.omp_set_num_threads(1)
    print(f"Faiss {faiss.__version__}")
    agreed, differed, explained = 0, 0, 0
    for way, words in (("from-faiss", "Faiss -> Vectile"), ("from-vectile", "Vectile -> Faiss")):
        tally = {}
        for name in sorted(os.listdir(os.path.join(folder, way))):
            at = os.path.join(folder, way, name)
            layers, why, edges = compare_case(at, way == "from-faiss")
            explained += edges
            for word in [layers.kind, *(f"  {word}" for word in layers.words)] if layers else ["none"]:
                counts = tally.setdefault(word, [0, 0])
                counts[0] += why is None
                counts[1] += 1
            if why is None:
                agreed += 1
                if drop:
                    shutil.rmtree(at)
            else:
                differed += 1
                print(f"DIFFERS {at}: {', '.join([layers.kind, *layers.words]) if layers else 'no index'}: {why}")
        print(f"{words}:")
        for word in sorted(tally, key=lambda word: (word.startswith("  "), word)):
            print(f"  {word:<20} {tally[word][0]:>5} of {tally[word][1]} agree")
    print(f"{explained} answers agree by what lies at an edge within rounding")
    print(f"{agreed} pairs agreed, {differed} differed")
    return differed


if __name__ == "__main__":
    faiss.omp_set_num_threads(1)
    if sys.argv[1] == "build":
        build(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(1 if compare(sys.argv[2], "--drop" in sys.argv[3:]) else 0)
