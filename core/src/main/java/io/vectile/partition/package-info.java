/** Which list holds a vector, and which lists a query visits. */
package io.vectile.partition;
