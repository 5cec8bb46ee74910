package io.vectile.cli.explore.data;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory there is for indexes that the page asks for.
 *
 * @param held bytes of all that are held together
 * @param heap bytes of the heap while one is trained
 */
public record MemoryAllowed(long held, long heap) {
    /** A quarter of the machine's memory, and half of the heap: the rest is for the data, and for what else runs. */
    public static MemoryAllowed onThisMachine() {
        long memory = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new MemoryAllowed(memory / 4, Runtime.getRuntime().maxMemory() / 2);
    }
}
