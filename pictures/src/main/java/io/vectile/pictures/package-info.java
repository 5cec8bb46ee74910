/**
 * Pictures and tables of indexes, codebooks and searches. Both are {@link io.vectile.pictures.Displayable}, and so is what
 * {@link io.vectile.pictures.Pictures} makes of things. A picture draws itself on a {@link io.vectile.pictures.Canvas}, of which there are
 * two, for SVG and for PNG: a chart is written once and looks alike in both.
 */
package io.vectile.pictures;
