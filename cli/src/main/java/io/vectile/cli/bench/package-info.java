/** Measuring an index: how long it takes to build, how fast it answers, how much of the truth it finds, what it weighs. */
package io.vectile.cli.bench;
