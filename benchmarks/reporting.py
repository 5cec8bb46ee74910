"""Numbers in tables of Markdown, for scripts that measure."""
import statistics


def number(value):
    """Three significant digits from 0.1 on, all of the whole ones above 999; below 0.1 four decimals. No exponent."""
    digits = next((digits for digits, least in enumerate((100, 10, 1, 0.1)) if value >= least), 4)
    return f"{value:.{digits}f}"


def spread(values):
    """The median, and the least and largest where there are several."""
    median = number(statistics.median(values))
    return f"{median} ({number(min(values))}-{number(max(values))})" if len(values) > 1 else median


def table(head, rows):
    left = sum(1 for name in head if name in ("library", "index", "search"))
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * left + "---:|" * (len(head) - left)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def times(slower, faster):
    return f"{slower / faster:.1f}" if faster else ""
