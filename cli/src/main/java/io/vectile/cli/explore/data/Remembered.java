package io.vectile.cli.explore.data;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was built last, by what it was built from: going back to a setting costs nothing. Holds so many. Thread safe. */
public final class Remembered<K, V> {
    private final Map<K, V> values;

    /** @param most how many are held; the one that was asked for longest ago goes first */
    public Remembered(int most) {
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What was built; null if it is not held. */
    public synchronized V get(K key) {
        return values.get(key);
    }

    /** Holds it from now on. */
    public synchronized void put(K key, V value) {
        values.put(key, value);
    }
}
