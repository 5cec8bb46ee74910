/** k-means, and the centroids it gives: which of them is nearest to a vector, and which few are nearest to a query. */
package io.vectile.cluster;
