/** Where a command speaks to people: output, errors, a progress bar where somebody watches, and Ctrl-C. */
package io.vectile.cli.terminal;
