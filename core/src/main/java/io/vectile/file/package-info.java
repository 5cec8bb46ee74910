/** Files as a whole, whatever they hold: mapped into memory, or written beside their target and moved over it. Internal. */
package io.vectile.file;
