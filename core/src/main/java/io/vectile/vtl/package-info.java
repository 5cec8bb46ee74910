/**
 * The native file, {@code .vtl}: {@code SectionWriter} and {@code SectionReader} are the container, which knows nothing of
 * indexes; {@code TrainedSections} goes between what training decided and the sections that hold it. The specification is
 * {@code docs/file-format.md}; the layouts also stand, in short, at the classes that write them. Internal.
 */
package io.vectile.vtl;
