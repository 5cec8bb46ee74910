/** What the commands print: tables, JSON and numbers. Knows nothing of indexes. */
package io.vectile.cli.text;
