package io.vectile.cli.text;

import java.util.Locale;

/** Numbers as the tables show them, the same in every locale. */
public final class Format {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Format() {}

    /** 1234567 as 1,234,567. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** Decimal units, as disks and file managers count: 516000000 is 516 MB. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 999.5 && unit + 1 < BYTE_UNITS.length) {
            value /= 1000;
            unit++;
        }
        boolean whole = unit == 0 || Math.abs(value) >= 99.95;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** Seconds with three significant digits, to the millisecond at most. */
    public static String seconds(double seconds) {
        return seconds < 1 ? String.format(Locale.ROOT, "%.3f", seconds) : significant(seconds, 3);
    }

    /** A number with about {@code digits} significant digits, never in exponent form. */
    public static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        if (value == 0) {
            return "0";
        }
        int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
        return String.format(Locale.ROOT, "%,." + Math.max(0, digits - 1 - magnitude) + "f", value);
    }
}
