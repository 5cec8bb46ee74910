/**
 * The native file, {@code .vtl}: {@code SectionWriter} and {@code SectionReader} are the container, which knows nothing of
 * indexes; {@code TrainedSections} and {@code ListSections} go between what training decided, or the lists, and the sections that
 * hold them; {@code NativeFile} is all that others see. The specification is
 * {@code docs/file-format.md}; the layouts also stand, in short, at the classes that write them. Internal.
 */
package io.vectile.vtl;
