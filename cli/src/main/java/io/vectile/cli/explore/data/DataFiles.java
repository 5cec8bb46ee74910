package io.vectile.cli.explore.data;

import io.vectile.cli.tour.DataFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that data come from, as a command line names them.
 *
 * @param base  the vectors to search
 * @param query what to search for
 * @param learn what to train on; empty where that is the base
 */
public record DataFiles(String base, String query, Optional<String> learn) {
    /** The bundled sample, where the source of this program lies. */
    public static final DataFiles SAMPLE = new DataFiles("data/photosift50k/base.u8bin", "data/photosift50k/query.u8bin", Optional.empty());

    /** Those of a folder. */
    public static DataFiles in(Path folder) {
        DataFolder files = DataFolder.at(folder);
        return new DataFiles(files.require("base").toString(), files.require("query").toString(), files.vectors("learn").map(Path::toString));
    }
}
