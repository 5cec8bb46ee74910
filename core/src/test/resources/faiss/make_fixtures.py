"""Writes Faiss index files with known inputs, and the answers that Faiss gives on them.

    python make_fixtures.py d16 --seed 42 --d 16 --n 1200
    python make_fixtures.py d24 --seed 7 --d 24 --n 900 --m 6 --lists 10 \\
        --leave-out sq4,sq6,sqfp16,sqbf16,lsh_rt,ivfsq8,pq_fs,ivfpq_fs_residual,ivf_rabitq,lsq3x5,prq2x2x5,ivf10_rq3x6,hnsw

faiss-cpu 1.15.1 made the committed files; cases.json of each folder has the arguments. Of each case there is NAME.index,
what cases.json says of it (factory string, metric, nprobe, k, ...), and Faiss's answers to query.fvecs: NAME.dist.fvecs and
NAME.ids.ivecs.
"""
import argparse
import json
import os

import faiss
import numpy as np

METRICS = dict(L2=faiss.METRIC_L2, IP=faiss.METRIC_INNER_PRODUCT)


def write_rows(path, rows, dtype):
    """The vecs formats: before each row its length, as an int32."""
    rows = np.ascontiguousarray(rows, dtype=dtype)
    out = np.empty((rows.shape[0], rows.shape[1] + 1), 'i4')
    out[:, 0] = rows.shape[1]
    out[:, 1:] = rows.view('i4')
    out.tofile(path)


class Fixtures:
    def __init__(self, args):
        self.args = args
        self.leave_out = args.leave_out.split(',')
        self.random = np.random.RandomState(args.seed)
        # Clustered, correlated floats: 40 blobs pushed through a random linear map, so that lists are uneven.
        self.map = self.random.randn(args.d, args.d).astype('f4')
        self.centres = self.random.randn(40, args.d) * 2
        self.base = self.draw(args.n)
        self.queries = self.draw(50)
        self.cases = []
        os.makedirs(args.out, exist_ok=True)
        write_rows(f'{args.out}/query.fvecs', self.queries, 'f4')

    def draw(self, n):
        blobs = (self.random.pareto(1.2, n) * 3).astype(int) % 40
        return ((self.centres[blobs] + self.random.randn(n, self.args.d)) @ self.map / np.sqrt(self.args.d)).astype('f4')

    def save(self, name, index, factory, metric='L2', nprobe=None, k=10, note=''):
        if name in self.leave_out:
            return
        path = f'{self.args.out}/{name}'
        if nprobe:
            # It is part of the file, so it is set before writing.
            faiss.ParameterSpace().set_index_parameter(index, 'nprobe', nprobe)
        faiss.write_index(index, path + '.index')
        index = faiss.read_index(path + '.index')
        self.cases.append(dict(name=name, factory=factory, metric=metric, nprobe=nprobe, k=k, ntotal=int(index.ntotal),
                               trained=bool(index.is_trained), bytes=os.path.getsize(path + '.index'), note=note))
        if index.is_trained:
            distances, ids = index.search(self.queries, k)
            write_rows(path + '.dist.fvecs', distances, 'f4')
            write_rows(path + '.ids.ivecs', ids, 'i4')

    def filled(self, index, ids=None):
        index.train(self.base)
        if ids is None:
            index.add(self.base)
        else:
            index.add_with_ids(self.base, ids)
        return index

    def made(self, factory, metric='L2', ids=None):
        return self.filled(faiss.index_factory(self.args.d, factory, METRICS[metric]), ids)

    def make(self, name, factory, metric='L2', nprobe=None):
        self.save(name, self.made(factory, metric), factory, metric, nprobe)

    def all(self):
        d, m, lists = self.args.d, self.args.m, self.args.lists
        pq, ivfpq = f'PQ{m}', f'IVF{lists},PQ{m}'
        self.make('flat_l2', 'Flat')
        self.make('flat_ip', 'Flat', 'IP')
        index = faiss.index_factory(d, pq)
        self.save('pq_untrained', index, pq, note='untrained, empty')
        index.train(self.base)
        self.save('pq_empty', index, pq, note='trained, empty: search answers -1 and 3.4028235e38')
        for nbits in (8, 4, 6, 10):
            if self.args.n >= 1 << nbits:
                self.save(f'pq_{m}x{nbits}', self.filled(faiss.IndexPQ(d, m, nbits)), f'{pq}x{nbits}')
        self.make('pq_ip', pq, 'IP')
        self.make('ivfflat', f'IVF{lists},Flat', nprobe=3)
        self.make('ivfflat_ip', f'IVF{lists},Flat', 'IP', nprobe=3)
        self.make('ivfpq', ivfpq, nprobe=4)
        self.make('ivfpq_ip', ivfpq, 'IP', nprobe=4)
        self.make('ivfpq_probe_all', ivfpq, nprobe=lists)
        cells = faiss.IndexFlatL2(d)
        self.save('ivfpq_6bit', self.filled(faiss.IndexIVFPQ(cells, d, lists, m, 6)), ivfpq + 'x6', nprobe=4)
        cells = faiss.IndexFlatL2(d)
        index = faiss.IndexIVFPQ(cells, d, lists, m, 8)
        index.by_residual = False
        self.save('ivfpq_noresidual', self.filled(index), ivfpq, nprobe=4, note='by_residual=false')
        cells = faiss.IndexFlatL2(d)
        index = faiss.IndexIVFPQ(cells, d, 64, m, 8)
        index.train(self.base)
        index.add(self.base[:40])
        self.save('ivfpq_sparse', index, f'IVF64,{pq}', nprobe=5,
                  note='40 vectors in 64 lists: the sparse list-size encoding')
        index = self.made(ivfpq)
        index.remove_ids(np.arange(0, self.args.n, 7).astype('int64'))
        self.save('ivfpq_removed', index, ivfpq, nprobe=4, note='every 7th id removed')
        index = self.made(ivfpq)
        index.make_direct_map()
        self.save('ivfpq_directmap', index, ivfpq, nprobe=4, note='array direct map')
        ids = (self.random.permutation(self.args.n).astype('int64') * 1000003 + 5) % (2**31 - 1)
        self.save('ivfpq_ids', self.made(ivfpq, ids=ids), ivfpq, nprobe=4, note='add_with_ids, ids above the count')
        self.save('idmap_flat', self.made('IDMap,Flat', ids=ids), 'IDMap,Flat')
        self.save('idmap2_pq', self.made(f'IDMap2,{pq}', ids=ids), f'IDMap2,{pq}')
        self.make('opq_ivfpq', f'OPQ{m},{ivfpq}', nprobe=4)
        self.make('pca_flat', f'PCA{d // 2},Flat')
        self.make('rr_pq', f'RR{d},{pq}')
        for factory in ('SQ8', 'SQ4', 'SQ6', 'SQfp16', 'SQbf16'):
            self.make(factory.lower(), factory)
        self.make('ivfsq8', f'IVF{lists},SQ8', nprobe=3)
        self.make('lsh', 'LSH')
        self.make('lsh_rt', 'LSHrt')
        self.make('hnsw', 'HNSW8,Flat')
        self.make('ivf_hnsw_pq', f'IVF{lists}_HNSW8,{pq}', nprobe=4)
        self.make('pq_fs', f'PQ{2 * m}x4fs')
        self.make('ivfpq_fs', f'IVF{lists},PQ{2 * m}x4fs', nprobe=4)
        self.make('ivfpq_fs_residual', f'IVF{lists},PQ{2 * m}x4fsr', nprobe=4)
        self.make('ivfpq_refine', f'{ivfpq},RFlat', nprobe=4)
        self.make('ivfpq_refine_sq', f'{ivfpq},Refine(SQ8)', nprobe=4)
        self.make('rabitq', 'RaBitQ')
        self.make('ivf_rabitq', f'IVF{lists},RaBitQ', nprobe=4)
        self.make('rq3x6', 'RQ3x6')
        self.make('lsq3x5', 'LSQ3x5')
        self.make('prq2x2x5', 'PRQ2x2x5')
        self.make(f'ivf{lists}_rq3x6', f'IVF{lists},RQ3x6', nprobe=4)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('out')
    parser.add_argument('--seed', type=int, required=True)
    parser.add_argument('--d', type=int, required=True)
    parser.add_argument('--n', type=int, required=True)
    parser.add_argument('--m', type=int, default=4)
    parser.add_argument('--lists', type=int, default=16)
    parser.add_argument('--leave-out', default='', help='names of cases, joined by commas')
    args = parser.parse_args()
    faiss.omp_set_num_threads(1)
    fixtures = Fixtures(args)
    fixtures.all()
    with open(f'{args.out}/cases.json', 'w') as file:
        json.dump(dict(faiss=faiss.__version__, d=args.d, n=args.n, seed=args.seed, m=args.m, lists=args.lists,
                       cases=fixtures.cases), file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
