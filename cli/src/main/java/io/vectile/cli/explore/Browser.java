package io.vectile.cli.explore;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens an address in the user's browser, with the command that each system has for it. */
final class Browser {
    private Browser() {}

    /** Returns whether a command could be started; what becomes of it nobody tells us. */
    static boolean open(String url) {
        try {
            new ProcessBuilder(command(System.getProperty("os.name").toLowerCase(Locale.ROOT), url))
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** java.awt.Desktop would do the same, but loads half of AWT, and needs a JDK that has it. */
    static List<String> command(String system, String url) {
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", url);
        }
        return List.of(system.startsWith("mac") ? "open" : "xdg-open", url);
    }
}
