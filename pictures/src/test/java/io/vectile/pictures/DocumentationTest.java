package io.vectile.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.fixtures.DocumentSamples;
import io.vectile.fixtures.xml.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation of pictures shows is compiled and run. */
class DocumentationTest {

    @Test
    void theSamplesRunAsTheyStandOneAfterTheOther(@TempDir Path folder) throws IOException, InterruptedException {
        Path sample = Path.of("data/photosift50k");
        Files.createDirectories(folder.resolve(sample));
        for (String file : List.of("base.u8bin", "query.u8bin")) {
            Files.copy(Path.of("..").resolve(sample).resolve(file), folder.resolve(sample).resolve(file));
        }
        String output = DocumentSamples.run(String.join("\n", DocumentSamples.of("docs/pictures.md")), folder);
        assertTrue(output.lines().anyMatch(line -> line.matches("vectors +50,000")), output);
        assertTrue(output.lines().anyMatch(line -> line.matches("codes +400,000 +8\\.00 .*")), output);
        assertTrue(output.lines().anyMatch(line -> line.matches("1 +\\d+ \\* .*")), "the nearest found is a true neighbour: " + output);
        for (String picture : List.of("lists.png", "reconstruction.png")) {
            assertEquals(1600, ImageIO.read(folder.resolve(picture).toFile()).getWidth(), picture);
        }
        String shown = Files.readString(Path.of("..").resolve("docs/images/reconstruction.svg"));
        assertEquals(shown, Files.readString(folder.resolve("reconstruction.svg")), "the picture of the page is what its sample draws");
        for (String picture : List.of("codebooks.svg", "part.svg", "recall.svg")) {
            assertEquals("svg", Xml.parse(Files.readString(folder.resolve(picture))).getDocumentElement().getTagName(), picture);
        }
    }
}
