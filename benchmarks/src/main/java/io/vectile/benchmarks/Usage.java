package io.vectile.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the words of a command line must be, before anything is done. */
public final class Usage {
    private Usage() {}

    /**
     * Ends the process with exit status 2, and one line on standard error, where words or files are missing.
     *
     * @param command what the line begins with
     * @param words   what is needed, by its names; a last one in brackets may come any number of times, or not
     * @param files   which of the words, counted from 0, are files or folders that must exist
     */
    public static void require(String command, String words, String[] args, int... files) {
        String fault = fault(words, args, files);
        if (!fault.isEmpty()) {
            System.err.println(command + ": " + fault);
            System.exit(2);
        }
    }

    /** What is wrong, in a line; empty if nothing is. */
    static String fault(String words, String[] args, int... files) {
        boolean more = words.endsWith("]");
        int needed = words.split(" ").length - (more ? 1 : 0);
        if (args.length < needed || args.length > needed && !more) {
            return "needs " + words + "; got " + args.length + (args.length == 1 ? " word" : " words");
        }
        for (int file : files) {
            if (!Files.exists(Path.of(args[file]))) {
                return "there is no " + args[file];
            }
        }
        return "";
    }
}
