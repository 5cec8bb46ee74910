package io.vectile.benchmarks.peers;

import io.vectile.benchmarks.Clock;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's HNSW over float vectors or over quantized ones, in one segment of a mapped directory, which is a temporary one. Its setting is {@code k=N},
 * the neighbours that the query asks the graph for; Lucene has no other ef.
 */
final class LucenePeer implements Peer {
    private static final int M = 16;
    private static final int BEAM_WIDTH = 100;
    /** Enough for a million vectors of 128 dimensions, so that each thread writes one segment before they are merged. */
    private static final double BUFFER_MB = 1900;

    /** What the graph is walked by. */
    enum Kept {
        FLOATS,
        /**
         * Lucene's scalar quantization, 7 bits a number; what is found is measured again with the floats, which are kept beside it.
         * Without that no more than 0.974 of the neighbours were found in 20,000 rows, and 0.97 took twice as long.
         */
        SEVEN_BITS
    }

    private final Kept kept;
    private Path folder;
    private Directory directory;
    private DirectoryReader reader;
    private IndexSearcher searcher;
    /** What is in a document's place: its row, as threads add documents in no order. */
    private int[] rowOf;

    LucenePeer(Kept kept) {
        this.kept = kept;
    }

    /** Each thread adds documents; then all segments are merged into one, whose graph is built by as many threads. */
    @Override
    public BuildTime build(Vectors base, Vectors train, int threads) {
        try {
            folder = Files.createTempDirectory("vectile-peers-lucene");
            directory = new MMapDirectory(folder);
            double seconds;
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                seconds = Clock.seconds(() -> {
                    write(base, threads, pool);
                    open();
                });
            }
            return new BuildTime(0, seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() throws IOException {
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        rowOf = rows(reader.leaves().getFirst().reader());
    }

    private void write(Vectors base, int threads, ExecutorService pool) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig()
                .setCodec(codec(threads, pool)).setRAMBufferSizeMB(BUFFER_MB).setUseCompoundFile(false);
        config.getMergePolicy().setNoCFSRatio(0);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> adding = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                adding.add(pool.submit(() -> {
                    for (int row = next.getAndIncrement(); row < base.n(); row = next.getAndIncrement()) {
                        Document document = new Document();
                        document.add(new KnnFloatVectorField("vector", base.row(row), VectorSimilarityFunction.EUCLIDEAN));
                        document.add(new NumericDocValuesField("row", row));
                        writer.addDocument(document);
                    }
                    return null;
                }));
            }
            for (Future<?> each : adding) {
                each.get();
            }
            writer.forceMerge(1);
            writer.commit();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("adding documents failed: " + e.getMessage(), e);
        }
    }

    private Lucene104Codec codec(int threads, ExecutorService pool) {
        // One worker with an executor is refused.
        ExecutorService merging = threads == 1 ? null : pool;
        KnnVectorsFormat format = switch (kept) {
            case FLOATS -> new Lucene99HnswVectorsFormat(M, BEAM_WIDTH, threads, merging);
            case SEVEN_BITS -> new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.SEVEN_BIT, M, BEAM_WIDTH, threads, merging);
        };
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    private static int[] rows(LeafReader leaf) throws IOException {
        int[] rows = new int[leaf.maxDoc()];
        NumericDocValues values = leaf.getNumericDocValues("row");
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
            rows[doc] = (int) values.longValue();
        }
        return rows;
    }

    @Override
    public Held held(long heapGrowth) {
        try {
            long files = 0;
            for (String file : directory.listAll()) {
                files += directory.fileLength(file);
            }
            return new Held(heapGrowth + files, "growth of the heap, and the index files, which are mapped");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Search search(String setting) {
        int candidates = Setting.number(setting, "k");
        return (query, k) -> {
            try {
                Query nearest = new KnnFloatVectorQuery("vector", query, Math.max(k, candidates));
                if (kept == Kept.SEVEN_BITS) {
                    nearest = RescoreTopNQuery.createFullPrecisionRescorerQuery(nearest, query, "vector", k);
                }
                TopDocs found = searcher.search(nearest, k);
                long[] ids = new long[found.scoreDocs.length];
                for (int i = 0; i < ids.length; i++) {
                    ScoreDoc doc = found.scoreDocs[i];
                    ids[i] = rowOf[doc.doc];
                }
                return ids;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            if (reader != null) {
                reader.close();
            }
            if (directory != null) {
                for (String file : directory.listAll()) {
                    directory.deleteFile(file);
                }
                directory.close();
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
