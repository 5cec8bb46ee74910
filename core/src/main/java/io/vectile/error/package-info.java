/**
 * What goes wrong, as types. All are unchecked, and every message holds the value that was given and the value that is
 * needed.
 */
package io.vectile.error;
