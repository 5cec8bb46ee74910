package io.vectile.stress.crash;

import io.vectile.Index;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that is killed: goes on from the version that is there and saves one after another over it, until it is
 * killed. Each step is told before it begins, on a line of its own.
 */
final class Child {
    private Child() {}

    /** @param args the format, the fault, the folder of what versions are made of, vectors in each, the file */
    public static void main(String[] args) {
        SaveFault fault = SaveFault.of(args[1]);
        SavedFormat format = fault.in(SavedFormat.of(args[0]));
        Versions versions = Versions.at(Path.of(args[2]), Integer.parseInt(args[3]));
        Path file = Path.of(args[4]);
        long version = Files.exists(file) ? versions.number(format.open(file)) : -1;
        report("ready", version);
        while (true) {
            version++;
            Index index = versions.make(version);
            report("saving", version);
            if (fault == SaveFault.EARLY) {
                report("saved", version);
            }
            format.save(index, file);
            report("saved", version);
        }
    }

    private static void report(String step, long version) {
        System.out.println(step + " " + version);
        System.out.flush();
    }
}
