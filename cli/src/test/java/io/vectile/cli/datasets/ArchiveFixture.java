package io.vectile.cli.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds .tar.gz archives of data sets, honest and hostile ones. */
public final class ArchiveFixture {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    public ArchiveFixture() throws IOException {
        tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /** Every member of the set with rows of the right shape, as the real archive has them. */
    public static byte[] honest(DataSet set) throws IOException {
        ArchiveFixture archive = new ArchiveFixture().folder(set.folder() + "/");
        for (DataSet.Member member : set.members()) {
            archive.file(set.folder() + "/" + member.file(), rows(member));
        }
        return archive.bytes();
    }

    /** Rows whose first number is the row's number, as int32 or float by the file's kind; the others are 0. */
    public static byte[] rows(DataSet.Member member) {
        int rowBytes = (int) (member.bytes() / member.rows());
        ByteBuffer content = ByteBuffer.allocate((int) member.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < member.rows(); row++) {
            content.putInt(row * rowBytes, (rowBytes - 4) / 4);
            if (member.file().endsWith(".ivecs")) {
                content.putInt(row * rowBytes + 4, row);
            } else {
                content.putFloat(row * rowBytes + 4, row);
            }
        }
        return content.array();
    }

    public ArchiveFixture folder(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name, true));
        tar.closeArchiveEntry();
        return this;
    }

    public ArchiveFixture file(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    public ArchiveFixture file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public ArchiveFixture link(String name, String to) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    public byte[] bytes() throws IOException {
        tar.close();
        return bytes.toByteArray();
    }
}
