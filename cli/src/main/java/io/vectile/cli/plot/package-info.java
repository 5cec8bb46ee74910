/** SVG plots: line charts with linear and logarithmic axes, and Voronoi pictures. Knows nothing of indexes. */
package io.vectile.cli.plot;
