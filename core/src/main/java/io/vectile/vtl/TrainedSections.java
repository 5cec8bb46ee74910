package io.vectile.vtl;

import io.vectile.cluster.Centroids;
import io.vectile.codec.Codec;
import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.codec.Space;
import io.vectile.contents.Trained;
import io.vectile.error.VectorFileException;
import io.vectile.partition.InvertedFile;
import io.vectile.partition.OneList;
import io.vectile.partition.Partition;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Metric;
import java.util.Set;

/**
 * Goes between what an index is but for its vectors, and sections: {@link InfoSection}, {@link TransformSection},
 * {@link CentroidSection} and {@link CodebookSection}. The last three are there where there is something in them.
 */
final class TrainedSections {
    /** What {@link #read} knows. */
    static final Set<String> NAMES = Set.of(InfoSection.NAME, TransformSection.NAME, CentroidSection.NAME, CodebookSection.NAME);

    private TrainedSections() {}

    static void write(SectionWriter out, IndexInfo info) {
        InfoSection.of(info).write(out);
        Trained trained = info.trained();
        if (!trained.transforms().isIdentity()) {
            TransformSection.write(out, trained.transforms());
        }
        if (trained.partition() instanceof InvertedFile(int nlist, boolean _, Centroids centroids) && centroids != null) {
            new CentroidSection(centroids, trained.space().mean()).write(out);
        }
        if (trained.codec() instanceof PqCodec pq && pq.isTrained()) {
            CodebookSection.write(out, pq.quantizer());
        }
    }

    /**
     * Reads all that is not vectors. These sections are read in full in any case, so their checksums are compared, too.
     *
     * @throws VectorFileException where a section is damaged, or says what another does not bear out
     */
    static IndexInfo read(SectionReader file) {
        Section section = file.require(InfoSection.NAME).verify();
        InfoSection info = InfoSection.read(section);
        TransformChain transforms = transforms(file, info);
        if (transforms.dOut() != info.innerD()) {
            throw section.wrong(section.offset(), "d is " + info.d() + " and d of the codes is " + info.innerD()
                    + "; the transforms make " + transforms.dOut() + " of it");
        }
        CentroidSection cells = cells(file, info);
        Codec codec = codec(file, info);
        if (info.has(InfoSection.BOUND_ROW) && (cells == null || !codec.isTrained())) {
            throw section.wrong(section.offset(), "says that blocks have a bound row; section "
                    + (cells == null ? CentroidSection.NAME : CodebookSection.NAME) + " is not there");
        }
        Partition partition = partition(info, cells);
        Space space = space(info, partition, cells);
        Trained trained = new Trained(info.metric(), transforms, partition, codec, space,
                info.has(InfoSection.REFINE) ? new FlatCodec(info.d()) : null);
        if (trained.isComplete() != info.has(InfoSection.TRAINED)) {
            throw section.wrong(section.offset(), info.has(InfoSection.TRAINED)
                    ? "says that the index is trained; " + missing(trained) + " is not there"
                    : "says that the index is not trained; all that it needs is there");
        }
        if (trained.isComplete() && info.wantsBoundRow() && !space.hasBoundRow()) {
            throw section.wrong(section.offset(), "says that blocks have no bound row; residual codes of PQ for L2 have one");
        }
        return new IndexInfo(trained, info.defaults(), info.has(InfoSection.RESIDUAL), info.ntotal(), info.largestId(),
                info.spec(), info.training());
    }

    private static String missing(Trained trained) {
        return !trained.partition().isTrained() ? "section " + CentroidSection.NAME
                : !trained.codec().isTrained() ? "section " + CodebookSection.NAME : "a trained transform";
    }

    private static Section present(SectionReader file, String name, boolean hasPlace, String why) {
        Section section = file.section(name);
        if (section != null && !hasPlace) {
            throw section.wrong(section.offset(), "is there, although the index has " + why);
        }
        return section == null ? null : section.verify();
    }

    private static TransformChain transforms(SectionReader file, InfoSection info) {
        Section section = present(file, TransformSection.NAME, true, "");
        return section == null ? TransformChain.identity(info.d()) : TransformSection.read(section, info.d());
    }

    private static CentroidSection cells(SectionReader file, InfoSection info) {
        Section section = present(file, CentroidSection.NAME, info.hasCells(), "one list");
        return section == null ? null
                : CentroidSection.read(section, info.nlist(), info.innerD(),
                        info.has(InfoSection.CELLS_BY_INNER_PRODUCT), info.has(InfoSection.BOUND_ROW));
    }

    private static Partition partition(InfoSection info, CentroidSection cells) {
        if (!info.hasCells()) {
            return new OneList();
        }
        return cells == null ? new InvertedFile(info.nlist(), info.has(InfoSection.CELLS_BY_INNER_PRODUCT), null)
                : new InvertedFile(cells.centroids());
    }

    private static Codec codec(SectionReader file, InfoSection info) {
        Section section = present(file, CodebookSection.NAME, info.isPq(), "plain vectors");
        if (!info.isPq()) {
            return new FlatCodec(info.innerD());
        }
        return new PqCodec(info.innerD(), info.m(), info.nbits(), section == null ? null
                : CodebookSection.read(section, info.innerD(), info.m(), info.nbits()));
    }

    /** The space has the centroids' own rows, not a second copy of them. */
    private static Space space(InfoSection info, Partition partition, CentroidSection cells) {
        boolean innerProduct = info.metric() != Metric.L2;
        if (!info.has(InfoSection.RESIDUAL) || !(partition instanceof InvertedFile ivf && ivf.isTrained())) {
            return Space.whole(innerProduct, info.innerD());
        }
        Space space = Space.residual(innerProduct, ivf.centroids());
        return cells.mean() == null ? space : space.withBoundRow(cells.mean(), info.step());
    }
}
