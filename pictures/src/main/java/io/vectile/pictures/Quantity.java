package io.vectile.pictures;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** What the numbers along an axis are, and so how its labels read: 1 MB, 0.1 ms, 4,096. */
public enum Quantity {
    /** A plain number, thousands parted by commas. Whole numbers are written out: nobody rounds 2,048. */
    NUMBER {
        @Override
        public String label(double value) {
            boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
            return whole ? String.format(Locale.ROOT, "%,d", (long) value) : plain(value);
        }
    },
    /** Bytes in decimal units, from B to YB. */
    BYTES {
        @Override
        public String label(double value) {
            int unit = 0;
            double scaled = value;
            while (Math.abs(scaled) >= 999.5 && unit + 1 < BYTE_UNITS.length) {
                scaled /= 1000;
                unit++;
            }
            return plain(scaled) + " " + BYTE_UNITS[unit];
        }
    },
    /** Milliseconds, always called so, that points along an axis can be compared at a glance. */
    MILLISECONDS {
        @Override
        public String label(double value) {
            return plain(value) + " ms";
        }
    };

    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};

    /** The value with its unit, as a rule to three significant digits. */
    public abstract String label(double value);

    private static String plain(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return rounded.scale() <= 0 ? String.format(Locale.ROOT, "%,d", rounded.toBigInteger()) : rounded.toPlainString();
    }
}
