/** How a vector becomes bytes, and how a query is compared with lists of such bytes. */
package io.vectile.codec;
