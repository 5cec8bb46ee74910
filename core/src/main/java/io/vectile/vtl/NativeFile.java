package io.vectile.vtl;

import io.vectile.concurrent.Meter;
import io.vectile.concurrent.Progress;
import io.vectile.contents.Contents;
import io.vectile.contents.Training;
import io.vectile.storage.Compaction;
import io.vectile.storage.Snapshot;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Writes, opens and verifies native files. */
public final class NativeFile {
    private static final Set<String> NAMES = names();

    private NativeFile() {}

    private static Set<String> names() {
        Set<String> names = new HashSet<>(TrainedSections.NAMES);
        names.addAll(ListSections.NAMES);
        return Set.copyOf(names);
    }

    /**
     * What a file holds.
     *
     * @param spec     what the index is called, whatever the file says there
     * @param training how it was trained, or will be; null where that is not known
     */
    public record Stored(Contents contents, String spec, Training training) {}

    /**
     * How a file is made up.
     *
     * @param major   version of the format
     * @param minor   version of the format
     * @param bytes   size of the file
     * @param entries of the section table, by offset
     */
    public record Outline(int major, int minor, long bytes, List<Entry> entries) {}

    /**
     * Reads the header and the table of a file.
     *
     * @throws io.vectile.error.VectorFileException where it is missing, of another kind or a later major version, or damaged there
     */
    public static Outline outline(Path path) {
        try (SectionReader file = SectionReader.open(path, NAMES)) {
            return file.outline();
        }
    }

    /**
     * Writes a file, beside the target first; then it takes the target's place. Lists are written as they are when packed.
     *
     * @throws io.vectile.error.VectorFileException where it cannot be written; the target stays as it was
     * @throws io.vectile.error.CancelledException  if the listener asks for it; the target stays as it was
     */
    public static void write(Path path, Stored index, Progress progress) {
        progress.check("write");
        index.contents().requireWritable(path);
        SectionWriter.write(path, progress, sections(index));
    }

    /** Bytes that the file takes. */
    public static long size(Stored index) {
        return SectionWriter.size(sections(index));
    }

    private static Consumer<SectionWriter> sections(Stored index) {
        Contents contents = index.contents();
        Snapshot snapshot = contents.snapshot();
        boolean empty = snapshot.size() == 0 && (snapshot.originals() == null || !snapshot.originals().isElsewhere());
        Compaction lists = empty ? null : new Compaction(snapshot, contents.trained().boundRow());
        // Ids of vectors that were added a moment ago are in the lists before anybody else has heard of them.
        long largestId = lists == null ? contents.largestId() : Math.max(contents.largestId(), lists.largestId());
        IndexInfo info = new IndexInfo(contents.trained(), contents.defaults(), contents.residual(), snapshot.size(), largestId,
                index.spec(), index.training());
        return out -> {
            TrainedSections.write(out, info);
            if (lists != null) {
                ListSections.write(out, lists);
            }
        };
    }

    /**
     * Opens a file. What training decided and where lists begin is read; codes, ids and originals stay where they are mapped.
     *
     * @throws io.vectile.error.VectorFileException where it is missing, of another kind or a later major version, or what is
     *     read of it is damaged
     */
    public static Stored read(Path path, Progress progress) {
        try (SectionReader file = SectionReader.open(path, NAMES)) {
            Meter meter = new Meter(progress, "open", 2);
            IndexInfo info = TrainedSections.read(file);
            meter.add(1);
            Stored stored = stored(info, ListSections.open(file, path, info));
            meter.add(1);
            return stored;
        }
    }

    /**
     * Reads all of a file and checks all that can be checked: checksums, ids, and what opening it checks.
     *
     * @return what it holds
     * @throws io.vectile.error.VectorFileException naming what is wrong first
     */
    public static Stored verify(Path path, Progress progress) {
        try (SectionReader file = SectionReader.open(path, NAMES)) {
            file.verify(progress);
            IndexInfo info = TrainedSections.read(file);
            ListSections lists = ListSections.open(file, path, info);
            Stored stored = stored(info, lists);
            if (lists != null) {
                lists.verify(progress);
            }
            return stored;
        }
    }

    private static Stored stored(IndexInfo info, ListSections lists) {
        Snapshot snapshot = lists == null ? info.trained().emptyStore().snapshot() : lists.snapshot();
        return new Stored(new Contents(info.trained(), snapshot, info.defaults(), info.residual(), info.largestId()), info.spec(),
                info.training());
    }
}
