/** {@code vectile explore}: a page on this machine that shows what an index does. Each view has a package of its own. */
package io.vectile.cli.explore;
