package io.vectile.benchmarks.peers;

/** Reads the settings of peers that have one number to turn: {@code ef=40}. */
final class Setting {
    private Setting() {}

    /**
     * The number that a setting gives.
     *
     * @param name what it must be called
     * @throws IllegalArgumentException if the setting is something else
     */
    static int number(String setting, String name) {
        if (!setting.matches(name + "=[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException("a setting here is " + name + "=N; got \"" + setting + "\"");
        }
        return Integer.parseInt(setting.substring(name.length() + 1));
    }
}
