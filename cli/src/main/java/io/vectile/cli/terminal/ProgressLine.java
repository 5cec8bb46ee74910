package io.vectile.cli.terminal;

import io.vectile.concurrent.Progress;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** One line at the bottom of a terminal: a bar for the stage at work, wiped when the stage is over. */
final class ProgressLine implements Progress {
    private static final int REDRAW_MILLIS = 200;
    private static final long MEGABYTE = 1_000_000;
    private static final String TO_LINE_START = "\r";
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream terminal;
    private final BooleanSupplier cancelled;
    private String stage;
    private ProgressBar bar;
    private boolean said;

    /**
     * @param terminal where the bar is drawn; null for nowhere
     * @param cancelled whether the user asked to stop
     */
    ProgressLine(PrintStream terminal, BooleanSupplier cancelled) {
        this.terminal = terminal;
        this.cancelled = cancelled;
    }

    @Override
    public void update(String stage, long done, long total) {
        update(stage, done, total, false);
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    /** The same line, for work that is counted in bytes: shown as megabytes, with their speed. */
    Progress inBytes() {
        return new Progress() {
            @Override
            public void update(String stage, long done, long total) {
                ProgressLine.this.update(stage, done, total, true);
            }

            @Override
            public boolean cancelled() {
                return ProgressLine.this.cancelled();
            }
        };
    }

    private synchronized void update(String newStage, long done, long total, boolean bytes) {
        if (terminal == null) {
            return;
        }
        if (!newStage.equals(stage)) {
            wipe();
            stage = newStage;
            if (total < 0 || done < total) {
                bar = open(newStage, done, total, bytes);
            }
        }
        if (bar != null && total >= 0 && done >= total) {
            close();
        } else if (bar != null) {
            bar.maxHint(total).stepTo(done);
        }
    }

    /** Shows what is going on without a bar: nothing is drawn after this call, which a timed search would feel. */
    synchronized void say(String text) {
        wipe();
        if (terminal != null) {
            terminal.print(text);
            terminal.flush();
            said = true;
        }
    }

    /** Leaves an empty line for other output. */
    synchronized void wipe() {
        close();
        stage = null;
    }

    private void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            said = true; // whatever it drew; its consumer's close is not called where it ends before it was first drawn
        }
        if (said) {
            said = false;
            terminal.print(ERASE_LINE);
            terminal.flush();
        }
    }

    private ProgressBar open(String name, long done, long total, boolean bytes) {
        boolean blocks = Charset.forName(System.getProperty("stderr.encoding", "US-ASCII")).newEncoder().canEncode('█');
        ProgressBarBuilder builder = ProgressBar.builder()
                .setTaskName(name)
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setStyle(blocks ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new Line(terminal, columns()));
        if (bytes) {
            builder.setUnit(" MB", MEGABYTE).setSpeedUnit(ChronoUnit.SECONDS).showSpeed();
        }
        return builder.build();
    }

    /** COLUMNS where the shell exports it; the bar's own way to ask the terminal would unpack a native library. */
    private static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[0-9]{2,3}") ? Integer.parseInt(columns) : 80;
    }

    private record Line(PrintStream terminal, int columns) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return columns - 1;
        }

        @Override
        public void accept(String rendered) {
            terminal.print(TO_LINE_START + rendered);
            terminal.flush();
        }

        @Override
        public void close() {}
    }
}
