package io.vectile.cli.terminal;

import java.io.Console;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Whether somebody watches standard error. {@link Console} knows of standard input and output alone. */
final class StandardError {
    private static final int FILE_DESCRIPTOR = 2;

    private StandardError() {}

    @SuppressWarnings("restricted") // isatty(int) of the C library; the launcher grants native access
    static boolean isTerminal() {
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle isatty = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("isatty"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            return (int) isatty.invokeExact(FILE_DESCRIPTOR) == 1;
        } catch (Throwable noSuchFunction) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
