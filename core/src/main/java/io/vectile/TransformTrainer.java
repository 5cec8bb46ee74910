package io.vectile;

import io.vectile.cluster.Centroids;
import io.vectile.contents.Trained;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.transform.Centering;
import io.vectile.transform.LinearTransform;
import io.vectile.transform.Normalization;
import io.vectile.transform.OptimizedRotation;
import io.vectile.transform.Pca;
import io.vectile.transform.RandomRotation;
import io.vectile.transform.Transform;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;

/** Learns the transforms of an index, each from the vectors as those before it leave them. */
final class TransformTrainer {
    /** Training vectors that serve OPQ and PCA, as in Faiss. */
    private static final int MOST_FOR_OPQ = 256 * 256;
    private static final int MOST_PER_DIMENSION = 1000;

    private final IndexSpec spec;
    private final TrainingOptions training;
    private final Trained untrained;
    private final BuildOptions options;

    TransformTrainer(IndexSpec spec, TrainingOptions training, Trained untrained, BuildOptions options) {
        this.spec = spec;
        this.training = training;
        this.untrained = untrained;
        this.options = options;
    }

    /** The transforms before training; complete already where nothing is to be learnt. */
    static TransformChain untrained(List<TransformSpec> specs, int d) {
        List<Transform> transforms = new ArrayList<>();
        int from = d;
        for (TransformSpec spec : specs) {
            int to = spec.dOut(from);
            transforms.add(switch (spec) {
                case TransformSpec.Pca pca -> Pca.untrained(from, to, pca.whitened() ? -0.5f : 0f, pca.rotated());
                case TransformSpec.Opq opq -> {
                    OptimizedRotation.requireParts(opq.m(), to);
                    yield new LinearTransform(from, to, null, null);
                }
                case TransformSpec.RandomRotation rotation -> new RandomRotation(new LinearTransform(from, to, null, null));
                case TransformSpec.L2Norm norm -> new Normalization(from);
                case TransformSpec.Center center -> new Centering(from, null);
                case TransformSpec.Linear linear -> throw new InvalidInputException(linear + " is what a transform of a file "
                        + "is called that does not say how it was learnt; use OPQ, PCA or RR in an index to be trained");
            });
            from = to;
        }
        return new TransformChain(d, transforms);
    }

    /** The same index with trained transforms; what is trained already stays. */
    Trained train(Vectors x) {
        List<Transform> transforms = new ArrayList<>();
        for (int t = 0; t < spec.transforms().size(); t++) {
            Transform transform = untrained.transforms().transforms().get(t);
            transforms.add(transform.isTrained() ? transform : train(x, spec.transforms().get(t), transform, transforms));
        }
        return withTransforms(transforms);
    }

    private Trained withTransforms(List<Transform> transforms) {
        return new Trained(untrained.metric(), new TransformChain(untrained.d(), transforms), untrained.partition(), untrained.codec(),
                untrained.space(), untrained.refine());
    }

    private Transform train(Vectors x, TransformSpec kind, Transform untrainedOne, List<Transform> before) {
        int dIn = untrainedOne.dIn();
        int dOut = untrainedOne.dOut();
        return switch (kind) {
            case TransformSpec.Pca pca -> {
                float[] rows = sample(x, (long) MOST_PER_DIMENSION * dIn, before);
                yield Pca.train(rows, rows.length / dIn, dIn, dOut, ((Pca) untrainedOne).eigenPower(), pca.rotated(),
                        training.seed(), options.parallel(), options.progress());
            }
            case TransformSpec.Opq opq -> {
                float[] rows = sample(x, MOST_FOR_OPQ, before);
                yield OptimizedRotation.train(rows, rows.length / dIn, dIn, dOut, opq.m(),
                        OptimizedRotation.Options.defaults().withSeed(training.seed()),
                        options.parallel(), options.progress());
            }
            case TransformSpec.RandomRotation rotation -> RandomRotation.train(dIn, dOut, training.seed());
            case TransformSpec.L2Norm norm -> untrainedOne;
            case TransformSpec.Center center -> {
                float[] rows = sample(x, Long.MAX_VALUE, before);
                yield new Centering(dIn, Centroids.meanOf(rows, rows.length / dIn, dIn));
            }
            case TransformSpec.Linear linear -> throw new IndexStateException("a linear transform of a file that was not "
                    + "trained cannot be trained here: the file does not say how (OPQ, for example, is written so)");
        };
    }

    private float[] sample(Vectors x, long most, List<Transform> before) {
        return Trainer.sample(x, most, withTransforms(before), training.seed());
    }
}
