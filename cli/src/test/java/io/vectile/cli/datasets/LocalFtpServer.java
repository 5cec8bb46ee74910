package io.vectile.cli.datasets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.filesystem.nativefs.NativeFileSystemFactory;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FileSystemFactory;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpFile;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletContext;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;

/** A real FTP server (Apache FtpServer) on the loopback address, serving one folder, that can break off transfers. */
public final class LocalFtpServer implements AutoCloseable {
    private final FtpServer server;
    private final int port;
    private final List<Long> restarts = new CopyOnWriteArrayList<>();
    private final AtomicLong breakAt;
    private final boolean breaksOnce;
    private final CountDownLatch transferBegan = new CountDownLatch(1);

    private LocalFtpServer(Path folder, long breakAt, boolean breaksOnce, boolean resumes) throws FtpException {
        this.breakAt = new AtomicLong(breakAt);
        this.breaksOnce = breaksOnce;
        ListenerFactory listening = new ListenerFactory();
        listening.setServerAddress("127.0.0.1");
        listening.setPort(0);
        Listener listener = listening.createListener();

        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setAnonymousLoginEnabled(true);
        factory.setConnectionConfig(connections.createConnectionConfig());
        BaseUser anonymous = new BaseUser();
        anonymous.setName("anonymous");
        anonymous.setHomeDirectory(folder.toString());
        factory.getUserManager().save(anonymous);
        factory.setFileSystem(breakingFiles());
        factory.setFtplets(new HashMap<>(Map.of("restarts", new DefaultFtplet() {
            @Override
            public void init(FtpletContext context) {}

            @Override
            public FtpletResult onDownloadStart(FtpSession session, FtpRequest request) {
                restarts.add(session.getFileOffset());
                transferBegan.countDown();
                return FtpletResult.DEFAULT;
            }
        })));
        if (!resumes) {
            CommandFactoryFactory commands = new CommandFactoryFactory();
            commands.addCommand("REST", new AbstractCommand() {
                @Override
                public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
                    session.write(new DefaultFtpReply(FtpReply.REPLY_502_COMMAND_NOT_IMPLEMENTED, "no REST here"));
                }
            });
            factory.setCommandFactory(commands.createCommandFactory());
        }
        this.server = factory.createServer();
        server.start();
        this.port = listener.getPort();
    }

    public static LocalFtpServer serving(Path folder) throws FtpException {
        return new LocalFtpServer(folder, Long.MAX_VALUE, false, true);
    }

    /** Every transfer breaks at this byte of the file, or a buffer earlier. */
    public static LocalFtpServer breakingAt(Path folder, long offset) throws FtpException {
        return new LocalFtpServer(folder, offset, false, true);
    }

    /** Only the first transfer breaks. */
    public static LocalFtpServer breakingOnceAt(Path folder, long offset) throws FtpException {
        return new LocalFtpServer(folder, offset, true, true);
    }

    /** Knows no REST. */
    public static LocalFtpServer withoutResume(Path folder) throws FtpException {
        return new LocalFtpServer(folder, Long.MAX_VALUE, false, false);
    }

    /** The offset from which each transfer was asked for, in order. */
    public List<Long> restarts() {
        return List.copyOf(restarts);
    }

    /** Whether a transfer begins within so many seconds, or has begun. */
    public boolean awaitTransfer(int seconds) throws InterruptedException {
        return transferBegan.await(seconds, TimeUnit.SECONDS);
    }

    public URI url(String file) {
        return URI.create("ftp://127.0.0.1:" + port + "/" + file);
    }

    @Override
    public void close() {
        server.stop();
    }

    private FileSystemFactory breakingFiles() {
        NativeFileSystemFactory files = new NativeFileSystemFactory();
        return user -> {
            FileSystemView view = files.createFileSystemView(user);
            return intercept(FileSystemView.class, view, (name, result) ->
                    name.equals("getFile") ? breakingFile((FtpFile) result) : result);
        };
    }

    private FtpFile breakingFile(FtpFile file) {
        return (FtpFile) Proxy.newProxyInstance(FtpFile.class.getClassLoader(), new Class<?>[] {FtpFile.class},
                (proxy, method, arguments) -> {
                    Object result = invoke(file, method, arguments);
                    return method.getName().equals("createInputStream")
                            ? new BreakingStream((InputStream) result, (Long) arguments[0])
                            : result;
                });
    }

    private interface Interception {
        Object apply(String method, Object result);
    }

    private static <T> T intercept(Class<T> type, T target, Interception interception) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) ->
                        interception.apply(method.getName(), invoke(target, method, arguments))));
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class BreakingStream extends FilterInputStream {
        private long position;

        BreakingStream(InputStream in, long from) {
            super(in);
            this.position = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int at, int length) throws IOException {
            long left = breakAt.get() - position;
            if (left <= 0) {
                if (breaksOnce) {
                    breakAt.set(Long.MAX_VALUE);
                }
                throw new IOException("broken on purpose");
            }
            int n = super.read(to, at, (int) Math.min(left, length));
            position += Math.max(0, n);
            return n;
        }
    }
}
