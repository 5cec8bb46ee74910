package io.vectile.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VectileExceptionTest {

    @Test
    void everyKindIsOneCaseOfASwitch() {
        assertEquals("input: k must be at least 1; got 0", kind(new InvalidInputException("k must be at least 1; got 0")));
        assertEquals("spec: PX8", kind(new SpecException("PX8")));
        assertEquals("state: untrained", kind(new IndexStateException("untrained")));
        assertEquals("cancelled: train", kind(new CancelledException("train")));
        assertEquals("memory: too much", kind(new OutOfMemoryException("too much", new OutOfMemoryError())));
        assertEquals("file: a.fvecs: no such file", kind(new VectorFileException(Path.of("a.fvecs"), "no such file")));
    }

    @Test
    void aFileErrorNamesTheFileAndTheByte() {
        Path path = Path.of("data", "a.fvecs");
        VectorFileException e = new VectorFileException(path, 516, "row 1 has dimension -3; row 0 has 128");
        assertEquals(path + ", byte 516: row 1 has dimension -3; row 0 has 128", e.getMessage());
        assertEquals(path, e.path());
        assertEquals(516, e.offset());
    }

    @Test
    void aFileErrorWithoutAPlaceHasOffsetMinusOneAndKeepsItsCause() {
        IOException cause = new IOException("disk full");
        VectorFileException e = new VectorFileException(Path.of("a.npy"), "cannot be written", cause);
        assertEquals(-1, e.offset());
        assertSame(cause, e.getCause());
        assertEquals(-1, new VectorFileException(Path.of("a.npy"), "no such file").offset());
    }

    private static String kind(VectileException e) {
        String kind = switch (e) {
            case InvalidInputException _ -> "input";
            case SpecException _ -> "spec";
            case IndexStateException _ -> "state";
            case VectorFileException _ -> "file";
            case CancelledException _ -> "cancelled";
            case OutOfMemoryException _ -> "memory";
        };
        return kind + ": " + e.getMessage();
    }
}
