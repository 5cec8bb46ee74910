package io.vectile.pictures;

import java.util.List;
import java.util.stream.Collectors;

/** Pictures and tables that belong together, one under the other. */
public record Column(List<Displayable> parts) implements Displayable {

    /** Takes a copy of the parts. */
    public Column {
        parts = List.copyOf(parts);
    }

    /** These, from top to bottom. */
    public static Column of(Displayable... parts) {
        return new Column(List.of(parts));
    }

    @Override
    public String toHtml() {
        return parts.stream().map(part -> "<div style=\"margin-bottom: 1em\">" + part.toHtml() + "</div>\n").collect(Collectors.joining());
    }
}
