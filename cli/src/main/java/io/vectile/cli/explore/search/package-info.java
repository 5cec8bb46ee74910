/** The view Search: one query, its true neighbours and what indexes answer, with the reasons of what they miss. */
package io.vectile.cli.explore.search;
