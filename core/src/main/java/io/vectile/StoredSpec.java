package io.vectile;

import io.vectile.codec.FlatCodec;
import io.vectile.codec.PqCodec;
import io.vectile.contents.Contents;
import io.vectile.contents.Trained;
import io.vectile.error.InvalidInputException;
import io.vectile.error.SpecException;
import io.vectile.error.VectorFileException;
import io.vectile.partition.InvertedFile;
import io.vectile.transform.Centering;
import io.vectile.transform.LinearTransform;
import io.vectile.transform.Normalization;
import io.vectile.transform.Pca;
import io.vectile.transform.RandomRotation;
import io.vectile.transform.Transform;
import java.nio.file.Path;
import java.util.List;

/** What indexes of files are called: by what they are made of, or by the name that a native file says. */
final class StoredSpec {
    private StoredSpec() {}

    /** The spec of what an index is made of; it does not tell how a linear transform was learnt. */
    static IndexSpec of(Contents contents) {
        Trained trained = contents.trained();
        List<TransformSpec> transforms = trained.transforms().transforms().stream().map(StoredSpec::of).toList();
        IndexSpec.CodecSpec codec = switch (trained.codec()) {
            case FlatCodec flat -> new IndexSpec.Flat();
            case PqCodec pq -> new IndexSpec.Pq(pq.m(), pq.nbits());
        };
        int nlist = trained.partition() instanceof InvertedFile ivf ? ivf.nlist() : 0;
        return new IndexSpec(transforms, nlist, codec, contents.residual(), trained.refine() != null);
    }

    private static TransformSpec of(Transform transform) {
        return switch (transform) {
            case LinearTransform linear -> new TransformSpec.Linear(linear.dOut());
            case RandomRotation rotation -> new TransformSpec.RandomRotation(rotation.dOut());
            case Pca pca -> new TransformSpec.Pca(pca.dOut(), pca.eigenPower() != 0, pca.randomRotation());
            case Normalization norm -> new TransformSpec.L2Norm();
            case Centering centering -> new TransformSpec.Center();
        };
    }

    /**
     * The spec that a native file says.
     *
     * @throws VectorFileException where it is none, or not one of what the index is made of
     */
    static IndexSpec parse(Path path, String said, Contents contents) {
        IndexSpec made = of(contents);
        try {
            IndexSpec spec = IndexSpec.parse(said).withResidual(contents.residual());
            if (spec.nlist() == made.nlist() && spec.codec().equals(made.codec()) && spec.refine() == made.refine()
                    && sameTransforms(spec.transforms(), made.transforms(), contents.trained().d())) {
                return spec;
            }
        } catch (SpecException | InvalidInputException e) {
            throw new VectorFileException(path, "section INFO: " + e.getMessage());
        }
        throw new VectorFileException(path, "section INFO: the spec is \"" + said + "\"; the index is " + made);
    }

    private static boolean sameTransforms(List<TransformSpec> said, List<TransformSpec> made, int dIn) {
        if (said.size() != made.size()) {
            return false;
        }
        int d = dIn;
        for (int t = 0; t < said.size(); t++) {
            TransformSpec one = said.get(t);
            TransformSpec other = made.get(t);
            boolean learntAsOpq = one instanceof TransformSpec.Opq && other instanceof TransformSpec.Linear;
            boolean alike = one instanceof TransformSpec.Pca ? one.equals(other) : one.getClass() == other.getClass() || learntAsOpq;
            if (!alike || one.dOut(d) != other.dOut(d)) {
                return false;
            }
            d = other.dOut(d);
        }
        return true;
    }
}
