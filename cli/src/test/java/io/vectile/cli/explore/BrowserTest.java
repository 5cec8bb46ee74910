package io.vectile.cli.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BrowserTest {
    @Test
    void everySystemHasItsCommand() {
        String url = "http://127.0.0.1:7171/";
        assertEquals(List.of("xdg-open", url), Browser.command("linux", url));
        assertEquals(List.of("open", url), Browser.command("mac os x", url));
        assertEquals(List.of("rundll32", "url.dll,FileProtocolHandler", url), Browser.command("windows 11", url));
    }
}
