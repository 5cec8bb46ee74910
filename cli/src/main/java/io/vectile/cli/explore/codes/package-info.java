/** The view Codes: what product quantization makes of a vector, what it costs, and how a search goes through codes. */
package io.vectile.cli.explore.codes;
