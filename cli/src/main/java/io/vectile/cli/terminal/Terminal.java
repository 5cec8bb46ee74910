package io.vectile.cli.terminal;

import io.vectile.concurrent.Progress;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;

/**
 * The two streams of a command and its progress bar. What a command answers goes to {@link #out}, everything else to
 * {@link #err}, so that answers can be piped; taking either wipes a bar that is showing.
 */
public final class Terminal {
    private final PrintWriter out;
    private final PrintWriter err;
    private final ProgressLine progress;
    private final BooleanSupplier readerLeft;

    private Terminal(PrintWriter out, PrintWriter err, ProgressLine progress, BooleanSupplier readerLeft) {
        this.out = out;
        this.err = err;
        this.progress = progress;
        this.readerLeft = readerLeft;
    }

    /** The process's own streams; a bar is shown where standard error is a terminal. */
    public static Terminal system(BooleanSupplier cancelled) {
        PrintStream bar = StandardError.isTerminal() ? System.err : null;
        var answers = new StandardOutput();
        return new Terminal(new PrintWriter(new OutputStreamWriter(answers, System.out.charset()), true),
                new PrintWriter(System.err, true), new ProgressLine(bar, cancelled), answers::readerLeft);
    }

    /** Other streams, without a bar. */
    public static Terminal of(PrintWriter out, PrintWriter err, BooleanSupplier cancelled) {
        return of(out, err, cancelled, () -> false);
    }

    /** The same, of which something tells whether the reader of answers has left. */
    public static Terminal of(PrintWriter out, PrintWriter err, BooleanSupplier cancelled, BooleanSupplier readerLeft) {
        return new Terminal(out, err, new ProgressLine(null, cancelled), readerLeft);
    }

    public PrintWriter out() {
        progress.wipe();
        return out;
    }

    public PrintWriter err() {
        progress.wipe();
        return err;
    }

    /** Whether all that was answered has been written, as far as one can know: false on a full disk or a closed pipe. */
    public boolean answered() {
        return !out().checkError();
    }

    /** Whether answers were not written since their reader has all it wants, as {@code head} has after ten lines. */
    public boolean readerLeft() {
        return !answered() && readerLeft.getAsBoolean();
    }

    /** Shows, where somebody watches, what is going on until something else is shown. */
    public void status(String text) {
        progress.say(text);
    }

    /** Shows how far long work is, and says when it is to stop. */
    public Progress progress() {
        return progress;
    }

    /** The same, counting bytes. */
    public Progress byteProgress() {
        return progress.inBytes();
    }
}
