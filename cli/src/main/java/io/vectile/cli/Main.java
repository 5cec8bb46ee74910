package io.vectile.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vectile} command. Exit status: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "vectile",
        description = "Compressed vector search.",
        version = "vectile 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {

    /**
     * Runs the command line and ends the process with its exit status.
     *
     * @param args the words after {@code vectile}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
