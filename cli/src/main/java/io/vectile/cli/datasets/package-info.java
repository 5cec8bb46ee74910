/** Well-known data sets: which there are, and how one is brought here whole. */
package io.vectile.cli.datasets;
