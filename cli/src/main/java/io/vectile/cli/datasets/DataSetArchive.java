package io.vectile.cli.datasets;

import io.vectile.cli.datasets.DataSet.Member;
import io.vectile.concurrent.Progress;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.CompressException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks the .tar.gz of a data set and believes nothing it says: only the members that the catalogue names are
 * written, each under the catalogue's name and in exactly its size; an entry that is a link or whose name leads
 * outside makes the whole archive refused; the gzip checksum is read to its end. Everything is unpacked beside its
 * place and moved there when all of it is right.
 */
final class DataSetArchive {
    /** Small extras (a read-me, a file manager's notes) are passed over; more than this is not that. */
    private static final long MOST_EXTRA_BYTES = 64L << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final DataSet set;
    private final Path archive;
    private final Progress progress;
    private final String stage;

    DataSetArchive(DataSet set, Path archive, Progress progress) {
        this.set = set;
        this.archive = archive;
        this.progress = progress;
        this.stage = "unpack " + archive.getFileName();
    }

    /** The archive itself is not what it should be: another download may help, another attempt to unpack won't. */
    static final class DamagedArchiveException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedArchiveException(String message) {
            super(message);
        }
    }

    /** Unpacks into {@code dir}/{@link DataSet#folder()}. */
    void unpackInto(Path dir) throws IOException {
        Path beside = Files.createTempDirectory(dir, "." + set.folder() + ".unpacking-");
        try {
            unpackAll(beside);
            Files.createDirectories(dir.resolve(set.folder()));
            for (Member member : set.members()) {
                Files.move(
                        beside.resolve(member.file()),
                        set.path(dir, member),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            removeFolder(beside);
        }
    }

    private void unpackAll(Path beside) throws IOException {
        Map<String, Member> missing = set.members().stream()
                .collect(Collectors.toMap(
                        m -> set.folder() + "/" + m.file(), Function.identity(), (a, b) -> a, LinkedHashMap::new));
        long size = Files.size(archive);
        try (InputStream file = Files.newInputStream(archive);
                CountingInputStream counted = new CountingInputStream(file);
                InputStream gzip = new GZIPInputStream(new BufferedInputStream(counted, BUFFER_BYTES), BUFFER_BYTES);
                TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
            long extra = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                progress.check(stage);
                String name = safeName(entry);
                Member member = missing.remove(name);
                if (member != null && !entry.isDirectory()) {
                    unpack(tar, entry, member, beside.resolve(member.file()), counted, size);
                } else if (!entry.isDirectory()) {
                    extra += entry.getSize();
                    if (extra > MOST_EXTRA_BYTES) {
                        throw new DamagedArchiveException("it holds " + name + ", which does not belong to "
                                + set.name());
                    }
                }
            }
            gzip.transferTo(OutputStream.nullOutputStream()); // to its end, where the checksum stands
        } catch (EOFException e) {
            throw new DamagedArchiveException("it ends early (" + size + " bytes)");
        } catch (ZipException e) {
            throw new DamagedArchiveException("it is not a whole gzip file (" + e.getMessage() + ")");
        } catch (CompressException e) {
            throw new DamagedArchiveException("it is not a tar file (" + e.getMessage() + ")");
        }
        if (!missing.isEmpty()) {
            Map.Entry<String, Member> first = missing.entrySet().iterator().next();
            throw new DamagedArchiveException(
                    "it lacks " + first.getKey() + " of " + first.getValue().bytes() + " bytes");
        }
    }

    private void unpack(
            InputStream tar, TarArchiveEntry entry, Member member, Path to, CountingInputStream counted, long size)
            throws IOException {
        if (entry.getSize() != member.bytes()) {
            throw new DamagedArchiveException("its " + entry.getName() + " has " + entry.getSize() + " bytes; "
                    + member.bytes() + " are needed");
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = member.bytes();
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
                progress.check(stage);
                out.write(buffer, 0, n);
                left -= n;
                progress.update(stage, counted.count, size);
            }
        }
        if (left != 0) {
            throw new EOFException();
        }
    }

    private static String safeName(TarArchiveEntry entry) throws DamagedArchiveException {
        String name = entry.getName();
        boolean leadsOutside = name.startsWith("/")
                || name.contains("\\")
                || name.contains(":")
                || name.chars().anyMatch(Character::isISOControl)
                || Stream.of(name.split("/")).anyMatch(".."::equals);
        if (leadsOutside) {
            throw new DamagedArchiveException("it holds an entry with the unsafe name \"" + printable(name) + "\"");
        }
        boolean special = entry.isSymbolicLink()
                || entry.isLink()
                || entry.isFIFO()
                || entry.isCharacterDevice()
                || entry.isBlockDevice();
        if (special) {
            throw new DamagedArchiveException("its " + name + " is a link or a device; only files are expected");
        }
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static void removeFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static final class CountingInputStream extends FilterInputStream {
        private long count;

        CountingInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            int n = super.read(to, at, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
