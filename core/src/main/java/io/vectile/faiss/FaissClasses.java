package io.vectile.faiss;

import java.util.HashMap;
import java.util.Map;

/** The Faiss classes behind the fourccs that we do not read, for errors that say what a file holds. */
final class FaissClasses {
    /** What we read, in words for messages. */
    static final String READ = "Vectile reads IndexFlat, IndexPQ, IndexIVFFlat and IndexIVFPQ (with an IndexFlat for the "
            + "cells), alone or within IndexIDMap, IndexIDMap2, IndexPreTransform and IndexRefine (with an IndexFlat)";

    private static final Map<String, String> NAMES = names();

    private FaissClasses() {}

    /** The class that a fourcc stands for, or null. */
    static String of(String fourcc) {
        return NAMES.get(fourcc);
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        String[] pairs = {
            "IxF2", "IndexFlatL2", "IxFI", "IndexFlatIP", "IxFl", "IndexFlat", "IxPq", "IndexPQ", "IxPQ", "IndexPQ",
            "IxPo", "IndexPQ", "IwFl", "IndexIVFFlat", "IwPQ", "IndexIVFPQ", "IxPT", "IndexPreTransform",
            "IxMp", "IndexIDMap", "IxM2", "IndexIDMap2", "IxRF", "IndexRefine",
            "IvFl", "IndexIVFFlat of an old version", "IvFL", "IndexIVFFlat of an old version",
            "IvPQ", "IndexIVFPQ of an old version", "IvQR", "IndexIVFPQR of an old version", "IwQR", "IndexIVFPQR",
            "IvSQ", "IndexIVFScalarQuantizer of an old version", "IwSQ", "IndexIVFScalarQuantizer of an old version",
            "IwSq", "IndexIVFScalarQuantizer", "IxSQ", "IndexScalarQuantizer",
            "IPfs", "IndexPQFastScan", "IwPf", "IndexIVFPQFastScan",
            "IxRP", "IndexRefinePanorama", "IxHe", "IndexLSH",
            "IHNf", "IndexHNSWFlat", "IHNp", "IndexHNSWPQ", "IHNs", "IndexHNSWSQ", "IH00", "IndexHNSW",
            "IHfP", "IndexHNSWFlatPanorama", "IHN2", "IndexHNSW2Level", "IHc2", "IndexHNSWCagra", "IHNc", "IndexHNSWCagra",
            "Ixrq", "IndexRaBitQ", "Ixrr", "IndexRaBitQ", "Iwrq", "IndexIVFRaBitQ", "Iwrr", "IndexIVFRaBitQ",
            "Irfn", "IndexRaBitQFastScan", "Irfs", "IndexRaBitQFastScan", "Iwrn", "IndexIVFRaBitQFastScan",
            "Iwrf", "IndexIVFRaBitQFastScan", "Imiq", "MultiIndexQuantizer", "IwIQ", "IndexIVFIndependentQuantizer",
            "IxRq", "IndexResidualQuantizer", "IxRQ", "IndexResidualQuantizer", "IxRT", "IndexResidualQuantizer",
            "IxLS", "IndexLocalSearchQuantizer", "IxPR", "IndexProductResidualQuantizer",
            "IxPL", "IndexProductLocalSearchQuantizer", "ImRQ", "ResidualCoarseQuantizer", "ImLQ", "LocalSearchCoarseQuantizer",
            "IRfs", "IndexResidualQuantizerFastScan", "ILfs", "IndexLocalSearchQuantizerFastScan",
            "IPRf", "IndexProductResidualQuantizerFastScan", "IPLf", "IndexProductLocalSearchQuantizerFastScan",
            "IVRf", "IndexIVFResidualQuantizerFastScan", "IVLf", "IndexIVFLocalSearchQuantizerFastScan",
            "NPRf", "IndexIVFProductResidualQuantizerFastScan", "NPLf", "IndexIVFProductLocalSearchQuantizerFastScan",
            "IwRQ", "IndexIVFResidualQuantizer", "IwRq", "IndexIVFResidualQuantizer", "IwLS", "IndexIVFLocalSearchQuantizer",
            "IwPR", "IndexIVFProductResidualQuantizer", "IwPL", "IndexIVFProductLocalSearchQuantizer",
            "Ix2L", "Index2Layer", "IwFd", "IndexIVFFlatDedup", "IwSh", "IndexIVFSpectralHash", "IxLa", "IndexLattice",
            "INSf", "IndexNSGFlat", "INSp", "IndexNSGPQ", "INSs", "IndexNSGSQ", "INNf", "IndexNNDescentFlat",
            "IRMf", "IndexRowwiseMinMaxFP16", "IRMh", "IndexRowwiseMinMax", "IxEe", "IndexEDEN", "IwEe", "IndexIVFEDEN",
            "IxFP", "IndexFlatPanorama", "IxFp", "IndexFlatPanorama", "IwP2", "IndexIVFFlatPanorama",
            "IwPn", "IndexIVFFlatPanorama",
            "IBxF", "IndexBinaryFlat", "IBwF", "IndexBinaryIVF", "IBHf", "IndexBinaryHNSW", "IBHc", "IndexBinaryHNSWCagra",
            "IBMp", "IndexBinaryIDMap", "IBM2", "IndexBinaryIDMap2", "IBHh", "IndexBinaryHash", "IBHm", "IndexBinaryMultiHash",
            "IBFf", "IndexBinaryFromFloat", "null", "place for no index",
            // what stands within an index
            "ilar", "ArrayInvertedLists", "il00", "an IVF without lists", "ilbl", "BlockInvertedLists",
            "ilod", "OnDiskInvertedLists", "ilpn", "ArrayInvertedListsPanorama", "ilp2", "ArrayInvertedListsPanorama",
            "LTra", "LinearTransform", "rrot", "RandomRotationMatrix", "Pcam", "PCAMatrix", "PcAm", "PCAMatrix of an old version",
            "PCAm", "PCAMatrix of an old version", "Viqm", "ITQMatrix", "Viqt", "ITQTransform", "VNrm", "NormalizationTransform",
            "VCnt", "CenteringTransform", "RmDT", "RemapDimensionsTransform", "HRot", "HadamardRotation",
        };
        for (int i = 0; i < pairs.length; i += 2) {
            names.put(pairs[i], pairs[i + 1]);
        }
        return names;
    }
}
