"""Writes what make_fixtures.py lacks: small Faiss index files of every shape that is read, one of each that is not.

    python make_more_fixtures.py more

faiss-cpu 1.15.1 made the committed files. The layout is that of make_fixtures.py, with three differences: dimensions vary
from case to case (d in cases.json; the queries are query_D.fvecs), ids do not fit into 32 bits (NAME.ids.npy), and factory
is what describes the index where index_factory has no word for it.
"""
import json
import os
import sys

import faiss
import numpy as np

from make_fixtures import METRICS, write_rows

L2, IP = METRICS['L2'], METRICS['IP']
OUT = sys.argv[1]
QUERIES = 12
random = np.random.RandomState(3)
cases = []
rows = {}


def data(d, n):
    """The first n vectors of dimension d: a few blobs, so that lists are uneven."""
    if d not in rows:
        centres = random.randn(8, d) * 2
        draw = lambda m: (centres[(random.pareto(1.2, m) * 2).astype(int) % 8] + random.randn(m, d)).astype('f4')
        rows[d] = draw(4200)
        queries = draw(QUERIES)
        rows[d, 'queries'] = queries
        write_rows(f'{OUT}/query_{d}.fvecs', queries, 'f4')
    return rows[d][:n]


def save(name, index, factory, nprobe=None, k=10, note=''):
    path = f'{OUT}/{name}'
    data(index.d, 1)
    if nprobe:
        faiss.ParameterSpace().set_index_parameter(index, 'nprobe', nprobe)
    faiss.write_index(index, path + '.index')
    index = faiss.read_index(path + '.index')
    metric = {L2: 'L2', IP: 'IP'}.get(index.metric_type, 'other')
    cases.append(dict(name=name, factory=factory, metric=metric, nprobe=nprobe, k=k, ntotal=int(index.ntotal),
                      trained=bool(index.is_trained), bytes=os.path.getsize(path + '.index'), note=note, d=index.d))
    if index.is_trained:
        if isinstance(index, faiss.IndexPQ) and index.search_type == faiss.IndexPQ.ST_SDC:
            index.pq.compute_sdc_table()  # not part of the file
        distances, ids = index.search(rows[index.d, 'queries'], k)
        write_rows(path + '.dist.fvecs', distances, 'f4')
        np.save(path + '.ids.npy', ids)


def fill(index, n=300, ids=None, training=4200):
    index.train(data(index.d, training))
    if ids is None:
        index.add(data(index.d, n))
    else:
        index.add_with_ids(data(index.d, n), np.asarray(ids, dtype='int64'))
    return index


def made(d, factory, metric=L2, n=300, ids=None, training=4200):
    return fill(faiss.index_factory(d, factory, metric), n, ids, training)


def ivfpq(d, nlist, m, nbits, metric=L2, cells=IP):
    quantizer = faiss.IndexFlatL2(d) if metric == L2 or cells == L2 else faiss.IndexFlatIP(d)
    return faiss.IndexIVFPQ(quantizer, d, nlist, m, nbits, metric)


def chain(index, *transforms):
    """IndexPreTransform, which trains its parts in order."""
    whole = faiss.IndexPreTransform(index)
    for transform in reversed(transforms):
        whole.prepend_transform(transform)
    return whole


def code_widths():
    for nbits, d, m in ((1, 18, 6), (2, 15, 5), (3, 10, 5), (5, 9, 3), (7, 6, 3), (9, 3, 3), (11, 3, 3), (12, 2, 2)):
        for metric, suffix in ((L2, ''), (IP, '_ip')):
            save(f'pq_{m}x{nbits}{suffix}', fill(faiss.IndexPQ(d, m, nbits, metric)), f'PQ{m}x{nbits}')
    index = faiss.IndexPQ(1, 1, 16)
    index.train(random.randn(1 << 16, 1).astype('f4'))
    index.add(data(1, 200))
    save('pq_1x16', index, 'PQ1x16')
    for nbits in (5, 7, 9):
        for metric, suffix in ((L2, ''), (IP, '_ip')):
            save(f'ivfpq_{nbits}bit{suffix}', fill(ivfpq(6, 5, 3, nbits, metric)), f'IVF5,PQ3x{nbits}', nprobe=2)


def direct_maps():
    ids = np.arange(300) * 7 + 3
    for name, make in (('flat', lambda: faiss.index_factory(8, 'IVF5,Flat')), ('pq', lambda: ivfpq(8, 5, 4, 6))):
        factory = 'IVF5,Flat' if name == 'flat' else 'IVF5,PQ4x6'
        index = make()
        index.set_direct_map_type(faiss.DirectMap.Hashtable)
        fill(index, ids=ids)
        save(f'ivf{name}_hashtable', index, factory, nprobe=3, note='hash table as direct map')
        index.remove_ids(faiss.IDSelectorArray(ids[::5].astype('int64')))
        save(f'ivf{name}_hashtable_removed', index, factory, nprobe=3, note='hash table as direct map, every 5th id removed')
        index = fill(make())
        index.make_direct_map()
        save(f'ivf{name}_array', index, factory, nprobe=3, note='array as direct map')
    index = faiss.index_factory(8, 'IVF5,Flat')
    index.set_direct_map_type(faiss.DirectMap.Hashtable)
    index.train(data(8, 300))
    save('ivfflat_hashtable_empty', index, 'IVF5,Flat', note='hash table as direct map, empty')


def list_counts():
    for metric, suffix in ((L2, ''), (IP, '_ip')):
        for nlist in (1, 3, 50):
            save(f'ivf{nlist}_flat{suffix}', made(8, f'IVF{nlist},Flat', metric), f'IVF{nlist},Flat', nprobe=2)
            save(f'ivf{nlist}_pq{suffix}', fill(ivfpq(8, nlist, 4, 5, metric)), f'IVF{nlist},PQ4x5', nprobe=2)
    save('more_lists_than_vectors', fill(ivfpq(8, 50, 4, 5), 9), 'IVF50,PQ4x5', nprobe=20)
    save('half_of_the_lists', made(8, 'IVF4,Flat', n=2), 'IVF4,Flat', nprobe=4)
    save('nprobe_past_nlist', made(8, 'IVF4,Flat'), 'IVF4,Flat', nprobe=1000)
    save('fewer_than_k', made(8, 'IVF4,Flat', n=6), 'IVF4,Flat', nprobe=2, k=10)


def own_ids():
    n = 120
    wide = np.arange(n) * (1 << 40) - (7 << 40)
    large = (1 << 40) + np.arange(n)[::-1] * 3
    twice = np.arange(n) // 2
    for name, ids in (('negative', wide - 5), ('large', large), ('twice', twice), ('minus_one', np.arange(n) - 3)):
        save(f'ivfpq_ids_{name}', fill(ivfpq(8, 4, 4, 6), n, ids), 'IVF4,PQ4x6', nprobe=2)
        save(f'ivfflat_ids_{name}', made(8, 'IVF4,Flat', n=n, ids=ids), 'IVF4,Flat', nprobe=2)
        save(f'idmap_ids_{name}', made(8, 'IDMap,Flat', n=n, ids=ids), 'IDMap,Flat')
        save(f'idmap2_pq_ids_{name}', fill(faiss.IndexIDMap2(faiss.IndexPQ(8, 4, 6)), n, ids), 'IDMap2,PQ4x6')
    for around in ('IDMap', 'IDMap2'):
        wrap = getattr(faiss, 'Index' + around)
        save(f'{around.lower()}_ivfpq', fill(wrap(ivfpq(8, 4, 4, 6)), n, large), f'{around},IVF4,PQ4x6', nprobe=2)
        save(f'{around.lower()}_ivfflat', made(8, f'{around},IVF4,Flat', n=n, ids=large), f'{around},IVF4,Flat', nprobe=2)
        refine = faiss.IndexRefineFlat(faiss.IndexPQ(8, 4, 5))
        refine.k_factor = 3
        save(f'{around.lower()}_refine', fill(wrap(refine), n, large), f'{around},PQ4x5,RFlat')
    refine = faiss.IndexRefineFlat(ivfpq(8, 4, 4, 5))
    save('idmap_refine_ivfpq', fill(faiss.IndexIDMap(refine), n, large), 'IDMap,IVF4,PQ4x5,RFlat')
    index = made(8, 'IDMap,Flat', n=n, ids=large)
    index.remove_ids(large[::3].astype('int64'))
    save('idmap_removed', index, 'IDMap,Flat', note='every third id removed')
    save('idmap_empty', faiss.index_factory(8, 'IDMap,Flat'), 'IDMap,Flat')
    save('transforms_around_idmap', fill(chain(faiss.IndexIDMap(faiss.IndexFlatL2(6)), faiss.PCAMatrix(8, 6)), n, large),
         'PCA6,IDMap,Flat')
    save('idmap_around_transforms', made(8, 'IDMap2,PCA6,Flat', n=n, ids=large), 'IDMap2,PCA6,Flat')
    save('cosine_around_idmap', fill(chain(faiss.IndexIDMap2(faiss.IndexFlatIP(8)), faiss.NormalizationTransform(8)), n, large),
         'L2norm,IDMap2,Flat')


def refining():
    # Codes of many bits: few vectors have the same one, so that the last candidates are no ties, of which Faiss and we
    # keep others.
    for metric, suffix in ((L2, ''), (IP, '_ip')):
        for k_factor in (1, 2.5, 10):
            for base in ('Flat', 'PQ4x6', 'IVF5,Flat', 'IVF5,PQ4x6'):
                index = faiss.IndexRefineFlat(faiss.index_factory(8, base + 'np' if 'PQ' in base else base, metric))
                index.k_factor = k_factor
                name = base.lower().replace(',', '')
                save(f'refine_{name}_{k_factor}{suffix}'.replace('.', '_'), fill(index, 100), base + ',RFlat',
                     nprobe=2 if 'IVF' in base else None)
        save(f'refine_transforms{suffix}', made(8, 'PCA4,PQ4x6np,RFlat', metric, 150), 'PCA4,PQ4x6,RFlat')


def transforms():
    for metric, suffix in ((L2, ''), (IP, '_ip')):
        for factory in ('PCAW4,Flat', 'PCAR4,Flat', 'PCAWR4,IVF3,Flat', 'RR12,Flat', 'RR5,Flat', 'PCA6,RR6,L2norm,PQ2x5np',
                        'L2norm,PCA5,Flat', 'OPQ2_6,IVF3,PQ2x5np', 'OPQ4,PQ4x4np', 'L2norm,Flat', 'L2norm,IVF3,PQ4x5np',
                        'L2norm,PQ2x5np', 'L2norm,PQ4x6np,RFlat'):
            name = factory.lower().replace(',', '_').replace('np', '')
            save(name + suffix, made(8, factory, metric, n=150), factory.replace('np', ''),
                 nprobe=2 if 'IVF' in factory else None)
        flat = faiss.IndexFlat(8, metric)
        save('center_flat' + suffix, fill(chain(faiss.IndexFlatL2(8) if metric == L2 else faiss.IndexFlatIP(8),
                                                faiss.CenteringTransform(8)), 150), 'Center,Flat')
        save('center_l2norm_pca_pq' + suffix,
             fill(chain(faiss.IndexPQ(4, 2, 5, metric), faiss.CenteringTransform(8), faiss.NormalizationTransform(8),
                        faiss.PCAMatrix(8, 4, 0, True)), 150), 'Center,L2norm,PCAR4,PQ2x5')
    pca = faiss.PCAMatrix(8, 6, -0.5, True)
    pca.epsilon = 0.01
    save('pca_epsilon', fill(chain(faiss.IndexFlatL2(6), pca), 150), 'PCAWR6,Flat', note='epsilon 0.01')
    pca = faiss.PCAMatrix(8, 6)
    pca.balanced_bins = 3
    save('pca_balanced', fill(chain(faiss.IndexFlatL2(6), pca), 150), 'PCA6,Flat', note='3 balanced bins')
    linear = faiss.LinearTransform(8, 5, True)
    faiss.copy_array_to_vector(random.randn(40).astype('f4'), linear.A)
    faiss.copy_array_to_vector(random.randn(5).astype('f4'), linear.b)
    linear.is_trained = True
    save('linear_flat', fill(chain(faiss.IndexFlatL2(5), linear), 150), 'Linear5,Flat', note='matrix and bias')
    refine = faiss.IndexRefineFlat(fill(faiss.IndexPQ(8, 4, 8, IP), 0))
    refine.k_factor = 4
    save('cosine_refine', fill(chain(refine, faiss.NormalizationTransform(8)), 150), 'L2norm,PQ4x8,RFlat')


def metrics_and_modes():
    for cells, suffix in ((L2, '_l2_cells'), (IP, '')):
        index = fill(ivfpq(8, 6, 4, 5, IP, cells))
        save('ivfpq_ip' + suffix, index, 'IVF6,PQ4x5', nprobe=2)
        index = ivfpq(8, 6, 4, 5, IP, cells)
        index.by_residual = False
        save('ivfpq_ip_noresidual' + suffix, fill(index), 'IVF6,PQ4x5', nprobe=2, note='by_residual=false')
    quantizer = faiss.IndexFlatL2(8)
    index = faiss.IndexIVFFlat(quantizer, 8, 6, IP)
    save('ivfflat_ip_l2_cells', fill(index), 'IVF6,Flat', nprobe=2)
    index = fill(faiss.IndexPQ(4, 2, 8), 200)
    index.search_type = faiss.IndexPQ.ST_SDC
    save('pq_symmetric', index, 'PQ2x8', note='search_type 3')
    index = fill(faiss.IndexPQ(4, 2, 8), 200)
    index.search_type = faiss.IndexPQ.ST_polysemous
    save('pq_polysemous', index, 'PQ2x8', note='search_type 4 with the filter off')
    for metric, suffix in ((L2, ''), (IP, '_ip')):
        for factory in ('Flat', 'PQ1x4np', 'IVF3,Flat', 'IVF3,PQ1x4np'):
            save('d1_' + factory.lower().replace(',', '_').replace('np', '') + suffix, made(1, factory, metric, n=60),
                 factory.replace('np', ''), nprobe=2 if 'IVF' in factory else None, note='d = 1')
    integers = (data(8, 100) * 20 + 100).clip(0, 255).astype('u1').astype('f4')
    index = faiss.index_factory(8, 'IVF3,Flat')
    index.train(integers)
    index.add(integers)
    save('ivfflat_bytes', index, 'IVF3,Flat', nprobe=2, note='whole numbers from 0 to 255')
    index = faiss.index_factory(8, 'Flat')
    index.add(np.repeat(data(8, 20), 6, axis=0))
    save('flat_ties', index, 'Flat', note='every vector six times')
    index = faiss.index_factory(8, 'Flat', IP)
    index.add(np.repeat(data(8, 20), 6, axis=0))
    save('flat_ties_ip', index, 'Flat', note='every vector six times')


def empty_and_untrained():
    save('flat_empty', faiss.IndexFlatL2(8), 'Flat')
    for metric, suffix in ((L2, ''), (IP, '_ip')):
        index = ivfpq(8, 4, 4, 5, metric)
        index.train(data(8, 300))
        save('ivfpq_empty' + suffix, index, 'IVF4,PQ4x5', nprobe=2)
        index = faiss.index_factory(8, 'IVF4,Flat', metric)
        index.train(data(8, 300))
        save('ivfflat_empty' + suffix, index, 'IVF4,Flat', nprobe=2)
        save('ivfpq_untrained' + suffix, ivfpq(8, 4, 4, 5, metric), 'IVF4,PQ4x5', nprobe=3)
        for factory in ('IVF4,Flat', 'OPQ4,IVF4,PQ4x5np', 'PCA4,Flat', 'PCAR4,Flat', 'RR6,PQ2x4np', 'IDMap,IVF4,Flat',
                        'IVF4,PQ2x4np,RFlat', 'L2norm,PQ2x4np'):
            name = factory.lower().replace(',', '_').replace('np', '')
            save(f'{name}_untrained{suffix}', faiss.index_factory(8, factory, metric), factory.replace('np', ''))
    index = faiss.IndexIVFPQ(faiss.IndexFlatL2(8), 8, 4, 4, 5)
    index.by_residual = False
    save('ivfpq_noresidual_untrained', index, 'IVF4,PQ4x5', note='by_residual=false')
    quantizer = faiss.IndexFlatL2(8)
    quantizer.add(data(8, 4))
    save('ivfpq_with_cells_untrained', faiss.IndexIVFPQ(quantizer, 8, 4, 4, 5), 'IVF4,PQ4x5',
         note='the cells are given, the codebooks are not trained')


def not_read():
    for metric, name in ((faiss.METRIC_L1, 'l1'), (faiss.METRIC_Linf, 'linf'), (faiss.METRIC_Canberra, 'canberra')):
        index = faiss.IndexFlat(8, metric)
        index.add(data(8, 20))
        save(f'flat_{name}', index, 'Flat', note='not read')
    for name, kind in (('hamming', faiss.IndexPQ.ST_HE), ('generalized_hamming', faiss.IndexPQ.ST_generalized_HE)):
        index = fill(faiss.IndexPQ(4, 2, 6), 50)
        index.search_type = kind
        save(f'pq_{name}', index, 'PQ2x6', note='not read')
    for factory in ('IVF4,PQ2+4', 'HNSW4,PQ2', 'NSG8,Flat', 'IVF4,FlatDedup', 'IVF4,SQ4', 'ITQ8,LSH', 'Pad12,Flat', 'HR,Flat',
                    'IVF4,RaBitQ', 'IVF4,PQ4x4fs', 'IMI2x2,PQ2', 'IVF4(PCA4,Flat),Flat', 'PQ2x4np,Refine(PQ4np)'):
        name = ''.join(letter if letter.isalnum() else '_' for letter in factory.lower())
        save('not_read_' + name, made(8, factory, n=120, training=600), factory, note='not read')
    save('not_read_idmap_in_idmap', faiss.IndexIDMap(faiss.IndexIDMap2(faiss.IndexFlatL2(8))), 'IDMap,IDMap2,Flat',
         note='not read')
    save('not_read_refine_in_transforms',
         fill(chain(faiss.IndexRefineFlat(faiss.IndexFlatL2(4)), faiss.PCAMatrix(8, 4)), 40), 'PCA4,Flat,RFlat', note='not read')


def main():
    os.makedirs(OUT, exist_ok=True)
    faiss.omp_set_num_threads(1)
    for part in (code_widths, direct_maps, list_counts, own_ids, refining, transforms, metrics_and_modes,
                 empty_and_untrained, not_read):
        part()
    with open(f'{OUT}/cases.json', 'w') as file:
        json.dump(dict(faiss=faiss.__version__, cases=cases), file, indent=1)
        file.write('\n')


if __name__ == '__main__':
    main()
