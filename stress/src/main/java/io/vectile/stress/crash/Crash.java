package io.vectile.stress.crash;

import io.vectile.Index;
import io.vectile.error.VectileException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills a process that saves, at any moment, again and again, and looks at what lies there then: the last version whose save
 * was done, or the one that was being saved, whole. A kill is SIGKILL where there is one: nothing of the process runs after it.
 * (The system goes on, so this says nothing of a power cut; what was forced is for that.)
 */
public final class Crash {
    private static final String USAGE = "usage: stress/crash [--saves N] [--format faiss] [--vectors N] [--seed N] [--dir FOLDER] [--plant FAULT]";
    private static final String NAME = "saved.index";
    private static final int MOST_LEFTOVERS = 10;
    private static final long CHILD_SECONDS = 120;

    /** Where a kill struck. */
    enum Phase {
        BETWEEN("between saves"), BEFORE("before a byte of the save"), WRITING("while writing"), WRITTEN("written, before the rename"), RENAMED("renamed, before it was told");

        private final String words;

        Phase(String words) {
            this.words = words;
        }
    }

    /** What to do. */
    record Options(int saves, String format, int vectors, long seed, Path folder, SaveFault fault) {
        static Options parse(String... args) {
            Options options = new Options(500, "faiss", 30_000, 1, null, SaveFault.NONE);
            for (int i = 0; i < args.length; i += 2) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + " is not understood, or needs a value");
                }
                options = options.with(args[i], args[i + 1]);
            }
            return options;
        }

        private Options with(String name, String value) {
            return switch (name) {
                case "--saves" -> new Options(number(name, value, 1), format, vectors, seed, folder, fault);
                case "--format" -> {
                    SavedFormat.of(value);
                    yield new Options(saves, value, vectors, seed, folder, fault);
                }
                case "--vectors" -> new Options(saves, format, number(name, value, 1000), seed, folder, fault);
                case "--seed" -> new Options(saves, format, vectors, number(name, value, 0), folder, fault);
                case "--dir" -> new Options(saves, format, vectors, seed, Path.of(value), fault);
                case "--plant" -> new Options(saves, format, vectors, seed, folder, SaveFault.of(value));
                default -> throw new IllegalArgumentException(name + " is not understood");
            };
        }

        private static int number(String name, String value, int least) {
            if (value.matches("\\d{1,8}") && Integer.parseInt(value) >= least) {
                return Integer.parseInt(value);
            }
            throw new IllegalArgumentException(name + " needs a whole number, at least " + least + "; got " + value);
        }
    }

    private final Options options;
    private final PrintStream out;
    private final SavedFormat format;
    private final SplittableRandom random;
    private final Map<Phase, Integer> phases = new EnumMap<>(Phase.class);
    private Path materials;
    private Path place;
    private Versions versions;
    private Set<Path> leftovers = new TreeSet<>();
    private long current = -1;
    private long usualSave;
    private long saves;
    private int kills;
    private int opens;
    private int verifies;
    private int searches;
    private int allLeftovers;
    private String violation;

    /** @param out where the report goes */
    Crash(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.format = SavedFormat.of(options.format);
        this.random = new SplittableRandom(options.seed);
    }

    /** Ends the process with 0 where nothing was lost, 1 where something was, 2 where the arguments are wrong. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("stress/crash: " + e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Crash(options, System.out).run() ? 0 : 1);
    }

    /** The first violation; null for none. */
    String violation() {
        return violation;
    }

    /** Kills and reports. @return whether nothing was lost */
    boolean run() throws IOException, InterruptedException {
        Path folder = options.folder == null
                ? Files.createTempDirectory("vectile-crash")
                : Files.createTempDirectory(Files.createDirectories(options.folder), "run");
        materials = Files.createDirectory(folder.resolve("materials"));
        place = Files.createDirectory(folder.resolve("place"));
        versions = Versions.train(materials, options.vectors);
        long start = System.nanoTime();
        while (kills < options.saves && violation == null) {
            killOnce();
            if (kills % 50 == 0) {
                System.err.printf(Locale.ROOT, "%d kills, %d s%n", kills, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            }
        }
        report(folder);
        if (violation == null) {
            delete(folder);
        }
        return violation == null;
    }

    private void killOnce() throws IOException, InterruptedException {
        Path errors = materials.resolve("child.err");
        Process child = start(errors);
        Reports reports = new Reports(child.inputReader(StandardCharsets.UTF_8));
        // It tells that it is ready, that it is saving, that it has saved, that it is saving, ... Most kills are meant for a save;
        // they rather come early, since a kill takes a while to arrive on a busy machine.
        boolean anywhere = random.nextInt(4) == 0;
        boolean told = reports.await(anywhere ? 1 + random.nextInt(6) : 2 * (1 + random.nextInt(3)), CHILD_SECONDS);
        if (told) {
            LockSupport.parkNanos(anywhere
                    ? TimeUnit.MILLISECONDS.toNanos(random.nextInt(5, 400))
                    : (long) (usualSave * Math.pow(random.nextDouble(), 2)));
        }
        boolean ranUntilKilled = child.isAlive();
        child.destroyForcibly();
        child.waitFor();
        reports.drain();
        kills++;
        if (reports.lastSave() > 0) {
            usualSave = usualSave == 0 ? reports.lastSave() : (3 * usualSave + reports.lastSave()) / 4;
        }
        if (!told || !ranUntilKilled) {
            violation = "a child ended by itself, or did nothing for " + CHILD_SECONDS + " s: " + Files.readString(errors);
            return;
        }
        if (reports.ready() != current) {
            violation = "version " + current + " was there, and the next process found " + reports.ready();
            return;
        }
        try {
            judge(reports);
            if (violation == null && leftovers.size() >= MOST_LEFTOVERS) {
                clearLeftovers();
            }
        } catch (VectileException e) {
            violation = words(reports) + "\n" + trace(e);
        }
    }

    private Process start(Path errors) throws IOException {
        // Without the Vector API: a JVM that lives for a second is faster so, and the bits are the same.
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
                Child.class.getName(), options.format, options.fault.word(), materials.toString(), Integer.toString(options.vectors),
                place.resolve(NAME).toString())).redirectError(errors.toFile()).start();
    }

    private void judge(Reports reports) throws IOException {
        Path file = place.resolve(NAME);
        long saved = Math.max(reports.saved(), current);
        long saving = reports.saving() > saved ? reports.saving() : saved;
        saves += Math.max(0, reports.saved() - current);
        Path fresh = newLeftover();
        if (violation != null) {
            return;
        }
        if (!Files.exists(file)) {
            if (saved >= 0) {
                violation = words(reports) + ", and there is no file";
            }
            count(phase(saving > saved, fresh));
            return;
        }
        format.verify(file);
        verifies++;
        Index index = format.open(file);
        opens++;
        long found = versions.number(index);
        if (found != saved && found != saving) {
            violation = words(reports) + ", and the file has version " + found;
            return;
        }
        String difference = versions.difference(index, found);
        searches += 6;
        if (difference != null) {
            violation = words(reports) + ", and the file claims to have version " + found + ", but " + difference;
            return;
        }
        count(found > saved ? Phase.RENAMED : phase(saving > saved, fresh));
        current = found;
    }

    private Phase phase(boolean saving, Path fresh) throws IOException {
        if (fresh == null) {
            return saving ? Phase.BEFORE : Phase.BETWEEN;
        }
        return isWhole(fresh) ? Phase.WRITTEN : Phase.WRITING;
    }

    private void count(Phase phase) {
        phases.merge(phase, 1, Integer::sum);
    }

    /** What the killed process left beside the file; null for nothing. Old ones stay for a while, to be in the way. */
    private Path newLeftover() throws IOException {
        Set<Path> now = new TreeSet<>();
        try (Stream<Path> files = Files.list(place)) {
            files.filter(path -> !path.getFileName().toString().equals(NAME)).forEach(now::add);
        }
        for (Path path : now) {
            if (!path.getFileName().toString().matches("\\." + NAME.replace(".", "\\.") + "\\..*\\.tmp")) {
                violation = "a file is left that is none of a save: " + path;
            }
        }
        List<Path> fresh = now.stream().filter(path -> !leftovers.contains(path)).toList();
        if (fresh.size() > 1 || now.size() < leftovers.size()) {
            violation = "one kill left " + fresh.size() + " files, and " + now.size() + " are there of " + leftovers.size() + " before";
        }
        leftovers = now;
        allLeftovers += fresh.size();
        return fresh.isEmpty() ? null : fresh.getFirst();
    }

    /** Whether all of it was written already. */
    private boolean isWhole(Path leftover) throws IOException {
        try {
            return versions.difference(format.open(leftover), versions.number(format.open(leftover))) == null;
        } catch (VectileException e) {
            return false;
        }
    }

    private void clearLeftovers() throws IOException {
        for (Path path : leftovers) {
            Files.delete(path);
        }
        leftovers = new TreeSet<>();
    }

    private static String words(Reports reports) {
        return "a process found version " + reports.ready() + ", told of version " + reports.saved() + " that it was saved and of "
                + reports.saving() + " that it was being saved";
    }

    private void report(Path folder) {
        out.printf(Locale.ROOT, "%s files of %,d vectors, seed %d%n", options.format, options.vectors, options.seed);
        out.printf(Locale.ROOT, "kills     %,d: %s%n", kills, Arrays.stream(Phase.values())
                .map(phase -> phase.words + " " + phases.getOrDefault(phase, 0)).collect(Collectors.joining(", ")));
        out.printf(Locale.ROOT, "saves     %,d told to be done, about %.1f ms each; %,d files left beside the target%n", saves,
                usualSave / 1e6, allLeftovers);
        out.printf(Locale.ROOT, "files     %,d verified, %,d opened, %,d searches compared%n", verifies, opens, searches);
        out.printf(Locale.ROOT, "lost      %s%n", violation == null ? "nothing" : violation);
        if (violation != null) {
            out.printf("the files are in %s%n", folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
