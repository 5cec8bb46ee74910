package io.vectile.cli;

import io.vectile.IndexSpec;
import io.vectile.SearchOptions;
import io.vectile.error.SpecException;
import io.vectile.error.VectileException;
import io.vectile.vectors.Metric;
import java.io.File;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option values in the library's own types; what the library refuses is wrong usage. */
final class Converters {
    private Converters() {}

    /** A spec as it was given, and what it means. */
    record SpecArgument(String given, IndexSpec spec) {}

    /** Search options as they were given, and what they mean. */
    record SearchArgument(String given, SearchOptions options) {
        static final SearchArgument DEFAULT = new SearchArgument("", SearchOptions.defaults());
    }

    /** For counts: threads, k, rows. */
    static final class AtLeastOne implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int n;
            try {
                n = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("\"" + text + "\" is not a whole number from 1 to 2147483647");
            }
            if (n < 1) {
                throw new TypeConversionException("at least 1 is needed; got " + n);
            }
            return n;
        }
    }

    private static SpecArgument specOf(String text) {
        try {
            return new SpecArgument(text.strip(), IndexSpec.parse(text));
        } catch (SpecException e) {
            if (new File(text).isFile()) {
                throw new TypeConversionException("a spec such as IVF2048,PQ8 is needed, and " + text
                        + " is a file; search and inspect take the file of an index without --index");
            }
            throw e;
        }
    }

    static void register(CommandLine commandLine) {
        commandLine.registerConverter(Metric.class, refusing(Metric::parse));
        commandLine.registerConverter(IndexFile.Kind.class, refusing(IndexFile.Kind::parse));
        commandLine.registerConverter(MergeCommand.Ids.class, refusing(MergeCommand.Ids::parse));
        commandLine.registerConverter(BuildCommand.OriginalsPlace.class, refusing(BuildCommand.OriginalsPlace::parse));
        commandLine.registerConverter(SpecArgument.class, refusing(Converters::specOf));
        commandLine.registerConverter(
                SearchArgument.class, refusing(text -> new SearchArgument(text.strip(), SearchOptions.parse(text))));
    }

    private static <T> ITypeConverter<T> refusing(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (VectileException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
