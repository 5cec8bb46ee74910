package io.vectile.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    @Test
    void aNameForcesItsSet() {
        assertEquals("scalar", KernelChoice.choose("scalar").name());
        assertTrue(KernelChoice.choose("simd").name().startsWith("simd-"));
        assertTrue(KernelChoice.choose("vbmi").name().startsWith("vbmi-"));
    }

    @Test
    void withTheVectorModuleTheChoiceIsSimd() {
        assertInstanceOf(SimdKernels.class, KernelChoice.choose("auto"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThereAre() {
        String message = assertThrows(IllegalArgumentException.class, () -> KernelChoice.choose("fast")).getMessage();
        assertEquals("-Dvectile.kernels=fast names no kernel set; use auto, vbmi, simd or scalar", message);
    }
}
