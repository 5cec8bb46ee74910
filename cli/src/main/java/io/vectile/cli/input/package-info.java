/** Vectors and ground truth from any file that the commands take, HDF5 included. */
package io.vectile.cli.input;
