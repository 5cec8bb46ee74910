package io.vectile.endtoend;

import com.microsoft.playwright.options.ColorScheme;
import io.vectile.cli.explore.Explorer;
import io.vectile.cli.explore.data.ExploredData;
import io.vectile.cli.explore.data.LoadingData;
import io.vectile.cli.tour.BundledSample;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the explorer over the bundled sample and a browser, both started once for all test classes. */
final class ServedPage implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ServedPage.class);

    /** What is started once, and ended when all tests are done. */
    static final class Running implements AutoCloseable {
        private final ExploredData data;
        private final Explorer explorer;
        private final Chromium chromium;

        Running(ExploredData data) {
            this.data = data;
            try {
                explorer = Explorer.start(LoadingData.done(data), 0, Throwable::toString);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            chromium = Chromium.start();
        }

        /** What the page shows, to compare its answers with. */
        ExploredData data() {
            return data;
        }

        /** Opens a view: {@code cells}, or {@code cells?nprobe=3}. */
        Visit visit(String view, Visit.Screen screen, ColorScheme scheme) {
            return Visit.to(chromium.browser(), explorer.url() + "#" + view, screen, scheme);
        }

        Visit visit(String view) {
            return visit(view, Visit.Screen.LAPTOP, ColorScheme.LIGHT);
        }

        @Override
        public void close() {
            chromium.close();
            explorer.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Running.class, type -> new Running(ExploredData.of(BundledSample.read())), Running.class);
    }
}
