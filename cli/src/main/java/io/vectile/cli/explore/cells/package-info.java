/** The view Cells: an inverted file in the plane, and what a search of it visits, finds and misses. */
package io.vectile.cli.explore.cells;
