package io.vectile.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** The kernel sets that this machine can run, for tests here and above. */
public final class KernelSets {
    private KernelSets() {}

    /** The set that defines the answers. */
    public static Kernels scalar() {
        return new ScalarKernels();
    }

    /** The sets that have to give the same answers: tables in memory, and in registers where there are registers for it. */
    public static List<Kernels> simd() {
        List<Kernels> sets = new ArrayList<>();
        sets.add(new SimdKernels(false));
        if (SimdKernels.hasRegisterTables()) {
            sets.add(new SimdKernels(true));
        }
        return sets;
    }

    /** All of them. */
    public static List<Kernels> all() {
        List<Kernels> sets = simd();
        sets.addFirst(scalar());
        return sets;
    }

    /** {@link #simd()} as arguments of a test. */
    static Stream<Named<Kernels>> named() {
        return simd().stream().map(simd -> Named.of(simd.name(), simd));
    }

    /** Each of these with each fill. */
    static Stream<Arguments> simdAndFill() {
        return named().flatMap(KernelSets::withFills);
    }

    /** {@link #all()} with each fill. */
    static Stream<Arguments> allAndFill() {
        return all().stream().map(set -> Named.of(set.name(), set)).flatMap(KernelSets::withFills);
    }

    private static Stream<Arguments> withFills(Named<Kernels> set) {
        return Stream.of(Fill.values()).map(fill -> Arguments.of(set, fill));
    }
}
