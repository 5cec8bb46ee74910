/** How vectors become short codes and come back: the quantizers themselves, apart from any index. */
package io.vectile.quantization;
