package io.vectile.faiss;

import io.vectile.transform.Centering;
import io.vectile.transform.LinearTransform;
import io.vectile.transform.Normalization;
import io.vectile.transform.Pca;
import io.vectile.transform.RandomRotation;
import io.vectile.transform.Transform;

/** Writes transforms, in the layouts that stand at {@link FaissParts}. */
final class FaissTransforms {
    private final FaissOutput out;

    FaissTransforms(FaissOutput out) {
        this.out = out;
    }

    void write(Transform transform) {
        switch (transform) {
            case LinearTransform linear -> {
                out.fourcc("LTra");
                matrix(linear, linear.bias() != null);
            }
            case RandomRotation rotation -> {
                out.fourcc("rrot");
                matrix(rotation.linear(), rotation.linear().bias() != null);
            }
            case Pca pca -> {
                out.fourcc("Pcam");
                out.f32(pca.eigenPower());
                out.f32(pca.epsilon());
                out.bool(pca.randomRotation());
                out.i32(pca.balancedBins());
                out.floats(pca.mean());
                out.floats(pca.eigenvalues());
                out.floats(pca.basis());
                matrix(pca.linear(), true);
            }
            case Normalization norm -> {
                out.fourcc("VNrm");
                out.f32(2f);
            }
            case Centering centering -> {
                out.fourcc("VCnt");
                // Faiss takes an untrained one, too, only with d numbers.
                out.floats(centering.isTrained() ? centering.mean() : new float[centering.d()]);
            }
        }
        out.i32(transform.dIn());
        out.i32(transform.dOut());
        out.bool(transform.isTrained());
    }

    private void matrix(LinearTransform linear, boolean haveBias) {
        out.bool(haveBias);
        out.floats(linear.matrix());
        out.floats(linear.bias());
    }
}
