package io.vectile.cli.plot;

import io.vectile.error.InvalidInputException;
import io.vectile.pictures.Picture;
import io.vectile.pictures.PictureFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --plot}: a file for the picture of what a command measured. */
public final class PlotOption {
    private static final String NAME = "--plot";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = NAME, paramLabel = "FILE",
            description = "Also draw recall and speed into this file: SVG or PNG, by its extension.")
    private Path file;

    /** Refuses, before the work, a file that no picture can be written to. */
    public void check() {
        if (file == null) {
            return;
        }
        try {
            PictureFormat.of(file).requireAvailable();
        } catch (InvalidInputException e) {
            throw refused(e.getMessage());
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw refused(file + " is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw refused(file + " needs a folder that exists; there is no " + folder);
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw refused(file + " cannot be written: no permission");
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(command.commandLine(), "Invalid value for option '" + NAME + "': " + why);
    }

    /**
     * Draws, where the option was given, and says where.
     *
     * @param picture asked only then
     * @param said    hears of the file
     */
    public void draw(Supplier<Picture> picture, Consumer<String> said) {
        if (file != null) {
            picture.get().writeTo(file);
            said.accept("The picture: " + file.toAbsolutePath().normalize());
        }
    }
}
