package io.vectile.stress.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What a child told before it ended. Thread safe. */
final class Reports {
    private final Thread reader;
    // Guarded by this.
    private int count;
    private boolean ended;
    private long ready = Long.MIN_VALUE;
    private long saving = -1;
    private long saved = -1;
    private long told;
    private long lastSave;

    Reports(BufferedReader lines) {
        reader = new Thread(() -> read(lines), "reports");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                accept(line);
            }
        } catch (IOException e) {
            // The pipe of a killed process may break as well as end.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void accept(String line) {
        String[] words = line.split(" ");
        if (words.length != 2 || !words[1].matches("-?\\d+")) {
            return; // cut short by the kill, or the JVM's own
        }
        long version = Long.parseLong(words[1]);
        long now = System.nanoTime();
        if (words[0].equals("saved")) {
            lastSave = now - told;
        }
        told = now;
        switch (words[0]) {
            case "ready" -> ready = version;
            case "saving" -> saving = version;
            case "saved" -> saved = version;
            default -> {
                return;
            }
        }
        count++;
        notifyAll();
    }

    /** Waits until so many were told. @return false if the child ended before */
    synchronized boolean await(int reports, long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (count < reports && !ended && System.nanoTime() < end) {
            wait(100);
        }
        return count >= reports;
    }

    /** Waits for the last of them, once the child has ended. */
    void drain() throws InterruptedException {
        reader.join();
    }

    /** Nanoseconds that the last save took; 0 for none. */
    synchronized long lastSave() {
        return lastSave;
    }

    /** The version that the child found; -1 for no file. */
    synchronized long ready() {
        return ready;
    }

    /** The last version whose save was begun; -1 for none. */
    synchronized long saving() {
        return saving;
    }

    /** The last version whose save was done; -1 for none. */
    synchronized long saved() {
        return saved;
    }
}
