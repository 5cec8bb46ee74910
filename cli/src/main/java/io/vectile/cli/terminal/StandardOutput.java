package io.vectile.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, which knows whether a pipe's reader has left it: {@link System#out} knows only that something failed. */
final class StandardOutput extends FilterOutputStream {
    private boolean readerLeft;

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    /** For tests: another stream. */
    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int n) throws IOException {
        try {
            out.write(bytes, from, n);
        } catch (IOException e) {
            readerLeft |= "Broken pipe".equals(e.getMessage());
            throw e;
        }
    }

    /** Whether something could not be written since nobody reads it any more, as far as the system says so in English. */
    boolean readerLeft() {
        return readerLeft;
    }
}
