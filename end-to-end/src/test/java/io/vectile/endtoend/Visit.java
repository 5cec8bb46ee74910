package io.vectile.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/** One person's look at the page, from which nothing of others is left; sees to it that the page never complains. */
final class Visit implements AutoCloseable {
    /** A laptop's window, and a phone. */
    enum Screen {
        LAPTOP(1280, 800),
        PHONE(360, 740);

        final int width;
        final int height;

        Screen(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visit(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
    }

    /** Opens the page at an address such as {@code http://127.0.0.1:7171/#cells}. */
    static Visit to(Browser browser, String url, Screen screen, ColorScheme scheme) {
        Visit visit = new Visit(browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height).setColorScheme(scheme)));
        String own = url.substring(0, url.indexOf('/', "http://".length()));
        visit.page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                visit.complaints.add(message.type() + ": " + message.text());
            }
        });
        visit.page.onPageError(error -> visit.complaints.add("thrown: " + error));
        visit.page.onRequest(request -> {
            if (!request.url().startsWith(own + "/") && !request.url().startsWith("data:")) {
                visit.complaints.add("request to another host: " + request.url());
            }
        });
        visit.page.navigate(url);
        return visit;
    }

    Page page() {
        return page;
    }

    /** The view that is shown. */
    Locator view() {
        return page.locator("main > section:visible");
    }

    /** What a control of the view is called to its user. */
    Locator control(String label) {
        return view().getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    /** How far the page can be scrolled sideways, in CSS pixels. */
    int sidewaysScroll() {
        return ((Number) page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")).intValue();
    }

    /** Ends the visit; an error in the console, or a request to another host, since it began is a failure. */
    @Override
    public void close() {
        context.close();
        assertEquals(List.of(), complaints);
    }
}
