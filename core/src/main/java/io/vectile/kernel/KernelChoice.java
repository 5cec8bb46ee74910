package io.vectile.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Chooses the kernel set when the first kernel is needed: what the machine can do, or what the system property
 * {@value #PROPERTY} forces.
 *
 * <ul>
 *   <li>{@code vbmi}: 512-bit registers with byte permutes over two registers (AVX-512 VBMI: Intel Ice Lake, AMD Zen 4
 *       and later); tables are looked up in registers.
 *   <li>{@code simd}: the widest float registers; byte tables are looked up in memory.
 *   <li>{@code scalar}: no SIMD; also where {@code jdk.incubator.vector} is absent, with one warning.
 * </ul>
 */
final class KernelChoice {
    static final String PROPERTY = "vectile.kernels";

    static final Kernels PLAIN = new ScalarKernels();
    static final Kernels ACTIVE = choose(System.getProperty(PROPERTY, "auto"));

    private KernelChoice() {}

    static Kernels choose(String name) {
        boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return switch (name) {
            case "scalar" -> new ScalarKernels();
            case "simd" -> module ? new SimdKernels(false) : scalarWithWarning();
            case "vbmi" -> module ? new SimdKernels(true) : scalarWithWarning();
            case "auto" -> module ? new SimdKernels(SimdKernels.hasRegisterTables() && cpuHasVbmi()) : scalarWithWarning();
            default -> throw new IllegalArgumentException(
                    "-D" + PROPERTY + "=" + name + " names no kernel set; use auto, vbmi, simd or scalar");
        };
    }

    private static Kernels scalarWithWarning() {
        System.getLogger("io.vectile").log(System.Logger.Level.WARNING,
                "Vectile runs without SIMD, several times slower: start the JVM with --add-modules jdk.incubator.vector");
        return new ScalarKernels();
    }

    /** Without VBMI a two-register byte permute is emulated, 20 times slower; only Linux says which it is. */
    private static boolean cpuHasVbmi() {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return true;
        }
        try (var lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("flags")).findFirst()
                    .map(line -> line.contains(" avx512vbmi")).orElse(true);
        } catch (IOException e) {
            return true;
        }
    }
}
