/** Every inner loop, in the Vector API and as a scalar twin. Internal. */
package io.vectile.kernel;
