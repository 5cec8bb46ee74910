package io.vectile.cli;

import io.vectile.Index;
import io.vectile.cli.datasets.Catalogue;
import io.vectile.cli.datasets.FtpDownload;
import io.vectile.cli.explore.ExploreCommand;
import io.vectile.cli.terminal.Interruption;
import io.vectile.cli.terminal.Terminal;
import io.vectile.cli.tour.TourCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code vectile} command. Exit status: 0 done, 1 failed, 2 wrong usage; a failure is one line on standard error,
 * with a stack trace only where {@code --debug} asks for it.
 */
@Command(
        name = "vectile",
        description = "Compressed vector search.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"", "vectile COMMAND --help says more about a command.", "Exit status: 0 done, 1 failed, 2 wrong usage."})
public final class Main implements Runnable {
    private static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean debug;

    private Main(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs the command line and ends the process with its exit status.
     *
     * @param args the words after {@code vectile}
     */
    public static void main(String[] args) {
        // PNG is painted without a screen, whatever the environment says about one.
        System.setProperty("java.awt.headless", "true");
        Interruption interruption = Interruption.listen();
        int status = run(Terminal.system(interruption::requested), Catalogue.WELL_KNOWN, FtpDownload.Patience.USUAL, args);
        interruption.workIsOver();
        if (!interruption.requested()) {
            System.exit(status);
        }
    }

    /** Runs the command line and returns its exit status. */
    static int run(Terminal terminal, Catalogue catalogue, FtpDownload.Patience patience, String... args) {
        Main main = new Main(terminal);
        CommandLine commandLine = new CommandLine(main)
                .addSubcommand(new TourCommand(terminal))
                .addSubcommand(new ExploreCommand(terminal, IndexFile::open, FailureText::of))
                .addSubcommand(new BenchCommand(terminal))
                .addSubcommand(new BuildCommand(terminal))
                .addSubcommand(new SearchCommand(terminal))
                .addSubcommand(new InspectCommand(terminal))
                .addSubcommand(new ConvertCommand(terminal))
                .addSubcommand(new MergeCommand(terminal))
                .addSubcommand(new RemoveCommand(terminal))
                .addSubcommand(new GroundTruthCommand(terminal))
                .addSubcommand(new CommandLine(new DataCommand())
                        .addSubcommand(new DataCommand.ListSets(terminal, catalogue))
                        .addSubcommand(new DataCommand.Fetch(terminal, catalogue, patience)));
        Converters.register(commandLine);
        commandLine.setOut(terminal.out());
        commandLine.setErr(terminal.err());
        commandLine.setAbbreviatedOptionsAllowed(false);
        commandLine.setParameterExceptionHandler((e, arguments) -> main.wrongUsage(e));
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> main.failed(e));
        try {
            int status = commandLine.execute(args);
            if (status == CommandLine.ExitCode.OK && !terminal.answered()) {
                return main.failed(CommandFailure.answerLost());
            }
            return status;
        } catch (OutOfMemoryError e) {
            return main.failed(e);
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    private int wrongUsage(CommandLine.ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        say(usageMessage(e, command) + " (" + command.qualifiedName() + " --help says more)", e);
        return WRONG_USAGE;
    }

    private static String usageMessage(CommandLine.ParameterException e, CommandSpec command) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return e.getMessage();
        }
        if (!command.subcommands().isEmpty() && !unmatched.isUnknownOption()) {
            return "\"" + unmatched.getUnmatched().getFirst() + "\" is no command; there are "
                    + String.join(", ", command.subcommands().keySet());
        }
        List<String> similar = unmatched.isUnknownOption() ? unmatched.getSuggestions() : List.of();
        return e.getMessage() + (similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?");
    }

    private int failed(Throwable e) {
        boolean wanted = !(e instanceof CommandFailure failure && failure.isAnswerLost() && terminal.readerLeft());
        if (wanted || debug) {
            say(FailureText.of(e), e);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void say(String message, Throwable e) {
        PrintWriter err = terminal.err();
        err.println("vectile: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
        if (debug) {
            e.printStackTrace(err);
        }
        err.flush();
    }

    /** The version in the jar, the JDK and the kernels that it found. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "vectile " + (version == null ? "(not run from its jar)" : version),
                "JDK " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                        + ", kernels " + Index.of("Flat", 1).inspect().kernels()
            };
        }
    }
}
