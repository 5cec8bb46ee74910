/**
 * What an index holds at one moment: what training decided, its lists, and how it searches unless told otherwise. What
 * files are read into and written from. Internal.
 */
package io.vectile.contents;
