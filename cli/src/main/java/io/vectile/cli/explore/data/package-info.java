/** What the explorer looks at: vectors and queries of a folder, of the bundled sample, or of an index. */
package io.vectile.cli.explore.data;
