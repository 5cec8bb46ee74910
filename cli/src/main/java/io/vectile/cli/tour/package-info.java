/** The tour: product quantization told by numbers that are computed and measured while it runs. */
package io.vectile.cli.tour;
