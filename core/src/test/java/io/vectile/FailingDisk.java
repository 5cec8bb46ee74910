package io.vectile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * The usual file system, on which one change fails: a file that is made, written, forced, moved or removed. A write that fails
 * has written half. What follows fails, too, as for a process that is killed, or does not, as after a disk that was full.
 */
final class FailingDisk extends FileSystem {
    private static final FileSystem DISK = FileSystems.getDefault();

    private final boolean killed;
    private final Provider provider = new Provider();
    private int changesLeft;
    private boolean failed;

    /**
     * @param changes how many succeed before the one that fails
     * @param killed  whether all that follow fail, too
     */
    FailingDisk(int changes, boolean killed) {
        this.changesLeft = changes;
        this.killed = killed;
    }

    /** Whether a change has failed. */
    boolean hasFailed() {
        return failed;
    }

    private void change() throws IOException {
        if (killed && failed || changesLeft-- == 0) {
            failed = true;
            throw new IOException("the disk failed");
        }
    }

    /** What a path of this file system is on the usual one. */
    private interface Wrapped {
        Path plainPath();
    }

    /** A file of the usual file system on this one. */
    Path on(Path file) {
        return (Path) Proxy.newProxyInstance(FailingDisk.class.getClassLoader(), new Class<?>[] {Path.class, Wrapped.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("plainPath")) {
                        return file;
                    }
                    if (method.getName().equals("getFileSystem")) {
                        return this;
                    }
                    Object[] plain = args == null ? null : Arrays.stream(args).map(FailingDisk::plain).toArray();
                    try {
                        Object result = method.invoke(file, plain);
                        return result instanceof Path path ? on(path) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Object plain(Object path) {
        return path instanceof Wrapped wrapped ? wrapped.plainPath() : path;
    }

    private static Path plain(Path path) {
        return (Path) plain((Object) path);
    }

    // ---- the file system -------------------------------------------------------------------------------------------------

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return DISK.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return DISK.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return DISK.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return DISK.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return on(DISK.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        return DISK.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return DISK.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
        return DISK.newWatchService();
    }

    private final class Provider extends FileSystemProvider {
        private final FileSystemProvider usual = DISK.provider();

        @Override
        public String getScheme() {
            return "failing";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return FailingDisk.this;
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.CREATE_NEW)) {
                change();
            }
            return new Channel(usual.newFileChannel(plain(path), options, attributes));
        }

        @Override
        public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
            return usual.newDirectoryStream(plain(dir), filter);
        }

        @Override
        public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
            usual.createDirectory(plain(dir), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            if (Files.exists(plain(path))) {
                change();
            }
            usual.delete(plain(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            usual.copy(plain(source), plain(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            change();
            usual.move(plain(source), plain(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return usual.isSameFile(plain(path), plain(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return usual.isHidden(plain(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return usual.getFileStore(plain(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            usual.checkAccess(plain(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            return usual.getFileAttributeView(plain(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return usual.readAttributes(plain(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
            return usual.readAttributes(plain(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            usual.setAttribute(plain(path), attribute, value, options);
        }
    }

    private final class Channel extends FileChannel {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            try {
                change();
            } catch (IOException e) {
                ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
                for (long at = position; half.hasRemaining();) {
                    at += file.write(half, at);
                }
                throw e;
            }
            return file.write(bytes, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            change();
            file.force(metaData);
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return file.read(to);
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) throws IOException {
            return file.read(to, offset, length);
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            return file.read(to, position);
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return file.map(mode, position, size);
        }

        @Override
        public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
            return file.map(mode, offset, size, arena);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return file.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
