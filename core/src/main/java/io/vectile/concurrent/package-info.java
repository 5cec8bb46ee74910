/** How a long call shares its work among threads, says how far it is, and is asked to stop. */
package io.vectile.concurrent;
