package io.vectile.cli;

import io.vectile.cli.datasets.Catalogue;
import io.vectile.cli.datasets.DataSet.Member;
import io.vectile.cli.datasets.DataSet.Role;
import io.vectile.cli.datasets.DataSet;
import io.vectile.cli.datasets.DataSetFetch;
import io.vectile.cli.datasets.FtpDownload;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.text.Format;
import io.vectile.pictures.Table;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Well-known data sets: which there are, and bringing one here. */
@Command(name = "data", description = "Lists and downloads well-known data sets.", synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list or fetch");
    }

    @Command(name = "list", description = "Lists the data sets that data fetch knows.", mixinStandardHelpOptions = true)
    static final class ListSets implements Runnable {
        private final Terminal terminal;
        private final Catalogue catalogue;

        ListSets(Terminal terminal, Catalogue catalogue) {
            this.terminal = terminal;
            this.catalogue = catalogue;
        }

        @Override
        public void run() {
            Table table = new Table("name", "d", "base", "queries", "learn", "archive", "unpacked", "what");
            for (DataSet set : catalogue.dataSets()) {
                table.row(
                        set.name(),
                        set.d(),
                        Format.count(set.member(Role.BASE).rows()),
                        Format.count(set.member(Role.QUERY).rows()),
                        Format.count(set.member(Role.LEARN).rows()),
                        set.archiveSize(),
                        Format.bytes(set.unpackedBytes()),
                        set.what());
            }
            table.print(terminal.out());
        }
    }

    @Command(name = "fetch", mixinStandardHelpOptions = true,
            description = "Downloads a data set, checks it and unpacks it. A download that broke off goes on where it "
                    + "stopped; where the set is already there nothing is done.")
    static final class Fetch implements Runnable {
        private final Terminal terminal;
        private final Catalogue catalogue;
        private final FtpDownload.Patience patience;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "One of the names that data list shows.")
        private String name;

        @Option(names = "--dir", paramLabel = "DIR", defaultValue = "data",
                description = "The folder that gets the set's own folder; default ${DEFAULT-VALUE}.")
        private Path dir;

        @Option(names = "--url", paramLabel = "URL",
                description = "Take the archive from this mirror: ftp://[user:password@]host[:port]/path.")
        private URI url;

        @Option(names = "--keep-archive", description = "Keep the .tar.gz after unpacking it.")
        private boolean keepArchive;

        Fetch(Terminal terminal, Catalogue catalogue, FtpDownload.Patience patience) {
            this.terminal = terminal;
            this.catalogue = catalogue;
            this.patience = patience;
        }

        @Override
        public void run() {
            DataSet set = catalogue.find(name).orElseThrow(() -> new ParameterException(
                    spec.commandLine(), "the data set \"" + name + "\" is unknown; known are " + catalogue.names()));
            DataSetFetch.Result result = new DataSetFetch(patience, terminal.byteProgress())
                    .fetch(set, url == null ? set.archive() : url, dir, keepArchive);
            report(set, result);
        }

        private void report(DataSet set, DataSetFetch.Result result) {
            PrintWriter out = terminal.out();
            out.println(set.name() + (result.alreadyThere()
                    ? " is already in " + dir.resolve(set.folder())
                    : " is in " + dir.resolve(set.folder()) + " (" + Format.bytes(result.receivedBytes()) + " downloaded)"));
            Table table = new Table("file", "rows", "bytes");
            for (Member member : set.members()) {
                table.row(set.path(dir, member), Format.count(member.rows()), Format.count(member.bytes()));
            }
            table.print(out);
            out.println();
            out.println("Next, for example:");
            out.println("  vectile bench --index Flat --index PQ8 --index IVF1024,PQ8 --search nprobe=16"
                    + option(set, Role.BASE, "--base") + option(set, Role.QUERY, "--query")
                    + option(set, Role.LEARN, "--train") + option(set, Role.GROUNDTRUTH, "--groundtruth"));
            out.flush();
        }

        private String option(DataSet set, Role role, String option) {
            return " " + option + " " + set.path(dir, set.member(role));
        }
    }
}
