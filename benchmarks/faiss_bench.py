#!/usr/bin/env python3
"""Trains, adds and searches with Faiss what `vectile bench` does with Vectile, and prints the same JSON fields.

    faiss_bench.py --index IVF2048,PQ8 --base base.bvecs --query query.bvecs --train learn.bvecs \
        --groundtruth groundtruth.ivecs --search nprobe=1 --search nprobe=48

One line per --search. The protocol is that of `vectile bench`: single searches after a warm-up of two seconds at most,
10,000 calls or what fits into 20 s; a batch of all queries, the median of five calls or of what fits into 10 s. Single
searches call the wrapped C++ method with prepared pointers, past the checks of Faiss's Python layer, which cost
microseconds. OMP_NUM_THREADS has to be set from outside: --threads alone does not reach the matrix library.

Needs faiss-cpu and numpy.
"""
import argparse
import json
import math
import os
import statistics
import sys
import time

import faiss
import numpy as np

WARM_UP_CALLS, SHORTEST_WARM_UP_S, LONGEST_WARM_UP_S = 3000, 0.5, 2.0
MOST_SINGLE_CALLS, FEWEST_SINGLE_CALLS, LONGEST_SINGLE_S = 10_000, 100, 20.0
BATCHES, LONGEST_BATCHES_S = 5, 10.0
DEPTH = 100
MOST_ERROR_ROWS = 100_000


FORMATS = {".fvecs": "<f4", ".bvecs": "u1", ".ivecs": "<i4", ".fbin": "<f4", ".u8bin": "u1", ".ibin": "<i4"}
SIMD = {"avx2": faiss.SIMDLevel_AVX2, "none": faiss.SIMDLevel_NONE}


def read(path):
    """Rows of a file: before each its length in vecs files; two numbers, rows and columns, before all in bin files."""
    extension = os.path.splitext(path)[1]
    if extension not in FORMATS:
        sys.exit(f"{path}: {', '.join(FORMATS)} are read")
    element, raw = np.dtype(FORMATS[extension]), np.fromfile(path, dtype=np.uint8)
    if extension.endswith("bin"):
        n, d = raw[:8].view("<i4")
        return raw[8:].view(element).reshape(n, d)
    d = int(raw[:4].view("<i4")[0])
    return np.ascontiguousarray(raw.reshape(-1, 4 + d * element.itemsize)[:, 4:]).view(element)


def read_vectors(path):
    return np.ascontiguousarray(read(path), dtype=np.float32)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def nearest_rank(nanos, share):
    return sorted(nanos)[math.ceil(share * len(nanos)) - 1] / 1e6


def single_ms(index, queries, k):
    """Milliseconds of one query per call, at the median and at the 99th of 100."""
    distances, ids = np.empty((1, k), np.float32), np.empty((1, k), np.int64)
    into = faiss.swig_ptr(distances), faiss.swig_ptr(ids)
    rows = [faiss.swig_ptr(queries[i:i + 1]) for i in range(min(len(queries), MOST_SINGLE_CALLS))]

    start, call = time.perf_counter(), 0
    while True:
        elapsed = time.perf_counter() - start
        if elapsed >= LONGEST_WARM_UP_S or call >= WARM_UP_CALLS and elapsed >= SHORTEST_WARM_UP_S:
            break
        index.search_c(1, rows[call % len(rows)], k, *into)
        call += 1

    nanos, end = [], time.perf_counter() + LONGEST_SINGLE_S
    for row in rows:
        if len(nanos) >= FEWEST_SINGLE_CALLS and time.perf_counter() >= end:
            break
        begin = time.perf_counter_ns()
        index.search_c(1, row, k, *into)
        nanos.append(time.perf_counter_ns() - begin)
    return {"p50": nearest_rank(nanos, 0.50), "p99": nearest_rank(nanos, 0.99)}


def batch_ms(index, queries, k):
    """Milliseconds per query of all queries in one call, and the ids found."""
    taken, ids, end = [], None, time.perf_counter() + LONGEST_BATCHES_S
    while not taken or len(taken) < BATCHES and time.perf_counter() + taken[-1] < end:
        start = time.perf_counter()
        ids = index.search(queries, k)[1]
        taken.append(time.perf_counter() - start)
    return statistics.median_high(taken) * 1e3 / len(queries), ids


def recalls(truth, asked, deep):
    found = {}
    for r in (1, 10, 100):
        ids = asked if asked.shape[1] >= r else deep
        found[f"1@{r}"] = float((ids[:, :r] == truth[:, :1]).any(axis=1).mean())
    for k in (10, 100):
        if truth.shape[1] >= k:
            ids = asked if asked.shape[1] >= k else deep
            hits = sum(len(np.intersect1d(a[:k], b[:k])) for a, b in zip(ids, truth))
            found[f"{k}@{k}"] = hits / (len(truth) * k)
    return found


def quantization_error(index, base):
    """Of the codes that are searched first, where the best are measured again."""
    if isinstance(faiss.downcast_index(index), faiss.IndexRefine):
        index = faiss.downcast_index(index).base_index
    sample = base[:MOST_ERROR_ROWS]
    decoded = index.sa_decode(index.sa_encode(sample))
    return float(((sample - decoded).astype(np.float64) ** 2).sum(axis=1).mean())


def main():
    parser = argparse.ArgumentParser(description="The Faiss side of side-by-side.")
    parser.add_argument("--index", required=True)
    for name in ("--base", "--query", "--groundtruth"):
        parser.add_argument(name, required=True)
    parser.add_argument("--train", help="default: --base")
    parser.add_argument("--queries", type=int, help="default: all")
    parser.add_argument("--search", action="append", metavar="nprobe=N")
    parser.add_argument("-k", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--simd", choices=SIMD, help="default: the best that the CPU has")
    options = parser.parse_args()
    if options.simd:
        faiss.SIMDConfig.set_level(SIMD[options.simd])

    faiss.omp_set_num_threads(options.threads)
    base, queries = read_vectors(options.base), read_vectors(options.query)[:options.queries]
    train = read_vectors(options.train) if options.train else base
    truth = read(options.groundtruth)[:options.queries].astype(np.int64)

    index = faiss.index_factory(base.shape[1], options.index)
    train_s = seconds(lambda: index.train(train))
    add_s = seconds(lambda: index.add(base))
    file_bytes = len(faiss.serialize_index(index))
    error = quantization_error(index, base)

    for search in options.search or [""]:
        if search:
            faiss.ParameterSpace().set_index_parameters(index, search)
        single = single_ms(index, queries, options.k)
        batch, asked = batch_ms(index, queries, options.k)
        faiss.omp_set_num_threads(os.cpu_count())  # this search is not timed
        deep = asked if options.k >= DEPTH else index.search(queries, DEPTH)[1]
        faiss.omp_set_num_threads(options.threads)
        print(json.dumps({
            "index": options.index, "metric": "l2", "d": index.d, "n": index.ntotal, "threads": options.threads,
            "k": options.k, "search": search, "train_s": train_s, "add_s": add_s, "file_bytes": file_bytes,
            "single_ms": single, "batch_ms": batch, "recall": recalls(truth, asked, deep),
            "kernels": f"Faiss {faiss.__version__} {faiss.SIMDConfig.get_level_name()}", "quantization_error": error,
        }), flush=True)


if __name__ == "__main__":
    main()
