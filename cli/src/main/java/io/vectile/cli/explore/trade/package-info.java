/** The view Trade: recall against time and against memory, of any index, measured on the data that are there. */
package io.vectile.cli.explore.trade;
