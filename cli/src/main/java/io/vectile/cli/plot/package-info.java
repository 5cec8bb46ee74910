/** What commands draw into files of their own. */
package io.vectile.cli.plot;
