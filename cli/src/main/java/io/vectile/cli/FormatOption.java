package io.vectile.cli;

import picocli.CommandLine.Option;

/** How an index is written. */
final class FormatOption {
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "faiss",
            description = "How the index is written: faiss, which faiss.read_index opens; default ${DEFAULT-VALUE}.")
    IndexFile.Kind kind;
}
