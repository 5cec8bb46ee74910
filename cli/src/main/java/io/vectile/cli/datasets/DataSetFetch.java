package io.vectile.cli.datasets;

import io.vectile.concurrent.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings a data set into a folder: download, check, unpack. Each step leaves its result whole or not at all, so the
 * same call again goes on where the last one stopped, and does nothing where nothing is left to do.
 */
public final class DataSetFetch {
    private final FtpDownload.Patience patience;
    private final Progress progress;

    public DataSetFetch(FtpDownload.Patience patience, Progress progress) {
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * @param receivedBytes what came over the network in this call
     * @param alreadyThere nothing had to be done
     */
    public record Result(long receivedBytes, boolean alreadyThere) {}

    /**
     * @param from where the archive is taken from, {@link DataSet#archive()} or a mirror of it
     * @param dir the folder that gets {@link DataSet#folder()}
     * @throws DataSetException where the set is not there in the end
     */
    public Result fetch(DataSet set, URI from, Path dir, boolean keepArchive) {
        if (set.isComplete(dir)) {
            return new Result(0, true);
        }
        Path archive = dir.resolve(set.folder() + ".tar.gz");
        try {
            Files.createDirectories(dir);
            requireSpace(set, dir);
            long received = Files.exists(archive) ? 0 : FtpDownload.fetch(from, archive, patience, progress);
            unpack(set, archive, dir);
            if (!keepArchive) {
                Files.delete(archive);
            }
            return new Result(received, false);
        } catch (IOException e) {
            throw new DataSetException("cannot write into " + dir + ": " + e.getMessage(), e);
        }
    }

    private void unpack(DataSet set, Path archive, Path dir) throws IOException {
        try {
            new DataSetArchive(set, archive, progress).unpackInto(dir);
        } catch (DataSetArchive.DamagedArchiveException e) {
            Files.delete(archive);
            throw new DataSetException(
                    "the archive " + archive + " is damaged: " + e.getMessage()
                            + "; it was removed, the same command downloads it anew",
                    e);
        }
    }

    private static void requireSpace(DataSet set, Path dir) throws IOException {
        long usable = Files.getFileStore(dir).getUsableSpace();
        if (usable < set.unpackedBytes()) {
            throw new DataSetException(set.name() + " needs " + set.unpackedBytes() + " bytes in " + dir + "; "
                    + usable + " are free");
        }
    }
}
