package io.vectile.cli.report;

import io.vectile.pictures.Markup;
import io.vectile.pictures.PlotStyle;
import io.vectile.pictures.Table;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The story as one HTML page that needs nothing else: styles and pictures are inside, there is no script, and nothing is fetched. The
 * markup is well-formed XML as well, so that any XML parser can check it.
 */
public final class Page implements Story {
    private static final String CSS = """
            :root { color-scheme: light dark; %s }
            @media (prefers-color-scheme: dark) { :root { %s } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 system-ui, -apple-system, "Segoe UI", Roboto,
              "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif; overflow-wrap: break-word; }
            main { max-width: 57rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
            h1 { font-size: 2.3rem; line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 0.6rem; }
            h2 { font-size: 1.45rem; line-height: 1.25; letter-spacing: -0.01em; margin: 3.2rem 0 0.8rem; padding-top: 1.2rem;
              border-top: 1px solid var(--rule); }
            p { max-width: 42rem; margin: 0 0 1.1rem; }
            .lead { font-size: 1.15rem; color: var(--muted); }
            code { font: 0.88em/1.4 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "Liberation Mono", monospace;
              background: var(--tint); padding: 0.1em 0.35em; border-radius: 4px; }
            .highlights { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem; margin: 1.6rem 0; }
            .highlights div { background: var(--tint); border-radius: 10px; padding: 1rem 1.2rem; }
            .highlights strong { display: block; font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
            .highlights span { color: var(--muted); font-size: 0.92rem; line-height: 1.4; display: block; margin-top: 0.2rem; }
            .table { overflow-x: auto; margin: 1.4rem 0 1.3rem; background:
              linear-gradient(to right, var(--paper) 30%%, transparent) 0 0 / 2.5rem 100%% no-repeat local,
              linear-gradient(to left, var(--paper) 30%%, transparent) 100%% 0 / 2.5rem 100%% no-repeat local,
              linear-gradient(to right, var(--shade), transparent) 0 0 / 0.9rem 100%% no-repeat scroll,
              linear-gradient(to left, var(--shade), transparent) 100%% 0 / 0.9rem 100%% no-repeat scroll; }
            table { border-collapse: collapse; font-size: 0.92rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
            th, td { padding: 0.42rem 0.9rem 0.42rem 0; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
            th + th, td + td, th + td { padding-left: 0.9rem; }
            th:first-child { text-align: left; font-weight: 600; padding-right: 1.4rem; }
            thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; white-space: normal; }
            td:last-child, th:last-child { padding-right: 0.2rem; }
            td.strong { color: var(--blue); font-weight: 700; }
            .caption { color: var(--muted); font-size: 0.9rem; line-height: 1.45; margin: -0.8rem 0 1.6rem; }
            sup { font-size: 0.72em; line-height: 0; }
            .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%%), 1fr)); gap: 1.4rem; margin: 1.6rem 0; }
            figure { margin: 0; min-width: 0; }
            figcaption { color: var(--muted); font-size: 0.9rem; line-height: 1.45; margin-top: 0.5rem; max-width: 42rem; }
            @media (max-width: 600px) {
              body { font-size: 16px; }
              main { padding: 1.4rem 1.1rem 3rem; }
              h1 { font-size: 1.8rem; }
              h2 { font-size: 1.3rem; margin-top: 2.2rem; }
              table { font-size: 0.8rem; }
              th, td { padding-right: 0.4rem; }
              th:first-child { padding-right: 0.5rem; }
              th + th, td + td, th + td { padding-left: 0.4rem; }
              .highlights { grid-template-columns: 1fr 1fr; gap: 0.6rem; }
              .highlights div { padding: 0.8rem 0.9rem; }
              .highlights strong { font-size: 1.35rem; }
            }
            @media print { main { max-width: none; } figure, .table, .highlights { break-inside: avoid; } }
            """.formatted(PlotStyle.LIGHT.strip(), PlotStyle.DARK.strip()) + PlotStyle.CSS;

    /** {@code ^12} or {@code ^(1/m)}. */
    private static final Pattern POWER = Pattern.compile("\\^(?:\\(([^)]+)\\)|(\\w+))");

    private final String title;
    private final Markup summary = new Markup();
    private final Markup body = new Markup();

    /**
     * A page that so far has its title.
     *
     * @param lead what it is about, in a sentence or two
     */
    public Page(String title, String lead) {
        this.title = title;
        summary.leaf("h1", title);
        inline(summary, "p", lead, "class", "lead");
    }

    @Override
    public void heading(String text) {
        body.leaf("h2", text);
    }

    @Override
    public void paragraph(String text) {
        inline(body, "p", text);
    }

    @Override
    public void table(Table table, String caption) {
        // Focusable, so that a table wider than the screen can be scrolled by keyboard.
        body.open("div", "class", "table", "tabindex", "0", "role", "region", "aria-label", caption.isEmpty() ? "Table" : plain(caption));
        body.open("table").open("thead").open("tr");
        table.headings().forEach(heading -> inline(body, "th", heading, "scope", "col"));
        body.close().close().open("tbody");
        for (List<Table.Cell> row : table.rows()) {
            body.open("tr");
            for (int c = 0; c < row.size(); c++) {
                if (c == 0) {
                    inline(body, "th", row.get(c).text(), "scope", "row");
                } else {
                    inline(body, "td", row.get(c).text(), "class", row.get(c).strong() ? "strong" : null);
                }
            }
            body.close();
        }
        body.close().close().close();
        if (!caption.isEmpty()) {
            inline(body, "p", caption, "class", "caption");
        }
    }

    @Override
    public void figures(List<Figure> figures, String caption) {
        body.open("div", "class", "figures");
        for (Figure figure : figures) {
            body.open("figure");
            for (String svg : figure.svg()) {
                body.raw(svg);
            }
            inline(body, "figcaption", figure.caption());
            body.close();
        }
        body.close();
        if (!caption.isEmpty()) {
            inline(body, "p", caption, "class", "caption");
        }
    }

    /** They stand at the top of the page, whenever in the story they become known. */
    @Override
    public void highlights(List<Highlight> highlights) {
        summary.open("div", "class", "highlights");
        highlights.forEach(h -> summary.open("div").leaf("strong", h.value()).leaf("span", h.words()).close());
        summary.close();
    }

    /** The whole page. */
    public String html() {
        return new Markup()
                .raw("<!DOCTYPE html>\n")
                .open("html", "lang", "en")
                .open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .leaf("title", title)
                .open("style").raw(CSS).close()
                .close()
                .open("body").open("main").raw(summary.toString()).raw(body.toString()).close().close()
                .close()
                .toString();
    }

    /** An element whose text may have code between backticks; in the rest, powers are set as such, crosses between factors, and
     * k-means is kept on one line. */
    private static void inline(Markup markup, String element, String text, Object... attributes) {
        markup.open(element, attributes);
        String[] parts = text.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i % 2 == 0) {
                typeset(markup, parts[i]);
            } else {
                markup.leaf("code", parts[i]);
            }
        }
        markup.close();
    }

    private static void typeset(Markup markup, String text) {
        String crossed = text.replace(" x ", " \u00d7 ").replace("k-means", "k\u2011means");
        Matcher power = POWER.matcher(crossed);
        int end = 0;
        while (power.find()) {
            markup.text(crossed.substring(end, power.start()));
            markup.leaf("sup", power.group(1) == null ? power.group(2) : power.group(1));
            end = power.end();
        }
        markup.text(crossed.substring(end));
    }

    private static String plain(String text) {
        return text.replace("`", "");
    }
}
