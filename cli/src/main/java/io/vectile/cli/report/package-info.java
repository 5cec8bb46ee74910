/** Telling a story twice at once: as text on a console, and as one self-contained HTML page. Knows nothing of indexes. */
package io.vectile.cli.report;
