package io.vectile.cli.datasets;

import io.vectile.concurrent.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;

/**
 * Downloads one file over FTP (RFC 959, with SIZE and REST of RFC 3659) and never loads a byte twice: what has arrived
 * stays in {@code NAME.part} beside the target, and a later attempt, in this process or in another one, goes on from
 * there. The target gets its name only when it is whole.
 */
public final class FtpDownload {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String ANONYMOUS = "anonymous";

    /**
     * @param connectTimeout for the connection and every answer of the server
     * @param dataTimeout how long a transfer may stand still
     * @param fruitlessAttempts how many attempts in a row may end without a new byte
     * @param pause before the second attempt in a row that brought nothing; the next ones wait longer
     */
    public record Patience(Duration connectTimeout, Duration dataTimeout, int fruitlessAttempts, Duration pause) {
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60), 4, Duration.ofSeconds(2));
    }

    private final URI url;
    private final String remotePath;
    private final Path target;
    private final Path part;
    private final Patience patience;
    private final Progress progress;
    private final String stage;
    private boolean reached;
    private long received;

    private FtpDownload(URI url, Path target, Patience patience, Progress progress) {
        this.url = url;
        this.remotePath = remotePath(url);
        this.target = target;
        this.part = partOf(target);
        this.patience = patience;
        this.progress = progress;
        this.stage = "download " + target.getFileName();
    }

    /** Where an unfinished download of {@code target} waits. */
    public static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /**
     * Downloads {@code url} to {@code target}.
     *
     * @return the bytes that came over the network in this call
     * @throws DataSetException with one line that says what is wrong and what remains
     */
    public static long fetch(URI url, Path target, Patience patience, Progress progress) {
        return new FtpDownload(url, target, patience, progress).run();
    }

    private long run() {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(file);
            try {
                downloadWithRetries(file);
                file.force(false);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return received;
            } finally {
                if (file.size() == 0) {
                    Files.deleteIfExists(part); // nothing to go on from
                }
            }
        } catch (IOException e) {
            throw new DataSetException("cannot write " + part + ": " + reason(e), e);
        }
    }

    /** One process at a time; closing the channel gives the lock back. */
    private static void lock(FileChannel file) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException("another process is downloading it");
        }
    }

    private void downloadWithRetries(FileChannel file) throws IOException {
        for (int fruitless = 0; ; ) {
            progress.check(stage);
            long before = received;
            IOException failure = attempt(file);
            if (failure == null) {
                return;
            }
            fruitless = received > before ? 0 : fruitless + 1;
            if (!reached || fruitless >= patience.fruitlessAttempts()) {
                throw giveUp(failure, file.size());
            }
            pause(patience.pause().multipliedBy(fruitless));
        }
    }

    /** One connection. Null when the file is whole, else what went wrong. */
    private IOException attempt(FileChannel file) throws IOException {
        FTPClient ftp = new FTPClient();
        try {
            logIn(ftp);
            transfer(ftp, file);
            return null;
        } catch (LocalWriteException e) {
            throw e.getCause();
        } catch (IOException e) {
            return e;
        } finally {
            hangUp(ftp);
        }
    }

    private void logIn(FTPClient ftp) throws IOException {
        int timeout = Math.toIntExact(patience.connectTimeout().toMillis());
        ftp.setConnectTimeout(timeout);
        ftp.setDefaultTimeout(timeout);
        ftp.setDataTimeout(patience.dataTimeout());
        ftp.connect(url.getHost(), url.getPort() < 0 ? FTP.DEFAULT_PORT : url.getPort());
        if (!FTPReply.isPositiveCompletion(ftp.getReplyCode())) {
            throw new IOException("the server answered " + reply(ftp));
        }
        String user = url.getUserInfo() == null ? ANONYMOUS : url.getUserInfo();
        int colon = user.indexOf(':');
        boolean loggedIn = colon < 0
                ? ftp.login(user, "vectile@")
                : ftp.login(user.substring(0, colon), user.substring(colon + 1));
        if (!loggedIn) {
            throw new DataSetException(shownUrl() + ": the server refused the login: " + reply(ftp));
        }
        ftp.setFileType(FTP.BINARY_FILE_TYPE);
        ftp.enterLocalPassiveMode();
        reached = true;
    }

    private void transfer(FTPClient ftp, FileChannel file) throws IOException {
        long size = remoteSize(ftp);
        if (size >= 0 && file.size() > size) {
            file.truncate(0); // not a part of this file
        }
        if (size >= 0 && file.size() == size) {
            return;
        }
        try (InputStream in = open(ftp, file)) {
            copy(in, file, size);
        }
        boolean confirmed = ftp.completePendingCommand();
        if (size < 0 && !confirmed) {
            throw new EOFException("the server broke off: " + reply(ftp));
        }
    }

    /** -1 where the server does not say. */
    private long remoteSize(FTPClient ftp) throws IOException {
        String size = ftp.getSize(remotePath);
        if (size == null) {
            return -1;
        }
        try {
            return Long.parseLong(size.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private InputStream open(FTPClient ftp, FileChannel file) throws IOException {
        if (file.size() > 0) {
            ftp.setRestartOffset(file.size());
        }
        InputStream in = ftp.retrieveFileStream(remotePath);
        if (in == null && file.size() > 0 && FTPReply.isNegativePermanent(ftp.getReplyCode())) {
            // A server without REST: from the start again.
            file.truncate(0);
            ftp.setRestartOffset(0);
            in = ftp.retrieveFileStream(remotePath);
        }
        if (in == null && ftp.getReplyCode() == FTPReply.FILE_UNAVAILABLE) {
            throw new DataSetException(shownUrl() + ": the server has no such file (" + reply(ftp) + ")");
        }
        if (in == null) {
            throw new IOException("the server answered " + reply(ftp));
        }
        return in;
    }

    private void copy(InputStream in, FileChannel file, long size) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        file.position(file.size());
        progress.update(stage, file.position(), size);
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            progress.check(stage);
            received += n;
            writeAll(file, ByteBuffer.wrap(buffer, 0, n));
            if (size >= 0 && file.position() > size) {
                throw new DataSetException(shownUrl() + ": the server sent more than the " + size + " bytes it named");
            }
            progress.update(stage, file.position(), size);
        }
        if (size >= 0 && file.position() < size) {
            throw new EOFException("the connection ended after " + file.position() + " of " + size + " bytes");
        }
    }

    private static void writeAll(FileChannel file, ByteBuffer bytes) throws LocalWriteException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new LocalWriteException(e);
        }
    }

    /** Set apart from the network's failures, since trying again does not help a full disk. */
    private static final class LocalWriteException extends IOException {
        private static final long serialVersionUID = 1L;

        LocalWriteException(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    private DataSetException giveUp(IOException failure, long partBytes) {
        String rest = partBytes == 0
                ? ""
                : "; the first " + partBytes + " bytes are kept in " + part + ", and the same command goes on from there";
        return new DataSetException(shownUrl() + ": " + reason(failure) + rest, failure);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "the host name is not known (is there a network?)";
            case NoRouteToHostException noRoute -> "the server cannot be reached (" + noRoute.getMessage() + ")";
            case ConnectException refused -> "the server cannot be reached (" + refused.getMessage() + ")";
            case SocketTimeoutException timeout -> "the server does not answer (" + timeout.getMessage() + ")";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static String reply(FTPClient ftp) {
        String reply = ftp.getReplyString();
        return reply == null ? "nothing" : reply.strip().lines().reduce((first, last) -> last).orElse("nothing");
    }

    private void pause(Duration time) {
        try {
            for (long left = time.toMillis(); left > 0; left -= 100) {
                progress.check(stage);
                Thread.sleep(Math.min(left, 100));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataSetException("interrupted while waiting for " + shownUrl(), e);
        }
    }

    private static void hangUp(FTPClient ftp) {
        try {
            ftp.disconnect();
        } catch (IOException e) {
            // The connection is gone either way.
        }
    }

    /** The URL without a password that may be in it. */
    private String shownUrl() {
        return "ftp://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + "/" + remotePath;
    }

    /** The path relative to the login folder (RFC 1738, 3.2.2), refused where it could smuggle in a command. */
    private static String remotePath(URI url) {
        if (!"ftp".equals(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT)) || url.getHost() == null) {
            throw new DataSetException("the address is " + url + "; one like ftp://host/path/file.tar.gz is needed");
        }
        String path = String.valueOf(url.getPath()).replaceFirst("^/", "");
        if (path.isEmpty() || path.endsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
            throw new DataSetException("the address " + url + " names no file");
        }
        return path;
    }
}
