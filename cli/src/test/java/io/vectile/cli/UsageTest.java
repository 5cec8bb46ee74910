package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"", "tour", "explore", "bench", "build", "search", "inspect", "convert", "merge", "remove", "groundtruth", "data",
        "data list", "data fetch"})
    void everyCommandHasHelp(String command) {
        CommandRun run = CommandRun.done((Object[]) (command + " --help").strip().split(" "));
        assertTrue(run.out().startsWith(("Usage: vectile " + command).strip() + " "), run.out());
    }

    @Test
    void theHelpNamesEveryCommandThatThereIs() {
        String help = CommandRun.done("--help").out();
        for (String command : new String[] {"tour", "explore", "bench", "build", "search", "inspect", "convert", "merge", "remove",
            "groundtruth", "data"}) {
            assertTrue(help.lines().anyMatch(line -> line.startsWith("  " + command)), help);
        }
    }

    @Test
    void theVersionNamesTheJdkAndTheKernels() {
        CommandRun run = CommandRun.done("--version");
        assertTrue(run.out().startsWith("vectile "), run.out());
        assertTrue(run.out().contains("JDK " + Runtime.version()), run.out());
        assertTrue(run.out().contains("kernels "), run.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``                                       | a command is missing",
        "frob                                     | \"frob\" is no command; there are tour, explore, bench, build,",
        "explore --port 65536                     | '--port': a whole number from 0 to 65535 is needed; got 65536",
        "explore --port web                       | '--port': a whole number from 0 to 65535 is needed; got web",
        "explore --data d --index i               | --data and --index exclude each other: give a folder of vectors, or the file",
        "explore sift1m                           | Unmatched argument at index 1: 'sift1m'",
        "data                                     | a command is missing: list or fetch",
        "data frob                                | \"frob\" is no command; there are list, fetch",
        "data fetch                               | Missing required parameter: 'NAME'",
        "data fetch sift2                         | the data set \"sift2\" is unknown; known are siftsmall, sift1m, gist1m",
        "data fetch sift1m --dirr=x               | Unknown option: '--dirr=x'; did you mean --dir",
        "bench                                    | Missing required options: '--index=SPEC', '--base=FILE', '--query=FILE'",
        "bench --index Flat --base b --query q -k 0         | '-k': at least 1 is needed; got 0",
        "bench --index Flat --base b --query q -k ten       | '-k': \"ten\" is not a whole number",
        "bench --index Flat --base b --query q --threads -1 | '--threads': at least 1 is needed; got -1",
        "bench --index Flat --base b --query q --threads 0  | '--threads': at least 1 is needed; got 0",
        "bench --index Flat --base b --query q --limit 0    | '--limit': at least 1 is needed; got 0",
        "bench --index Flat --base b --query q --warmup -1  | '--warmup': 0 to 3600 are needed; got -1",
        "bench --index Flat --base b --query q --metric l3  | metric \"l3\" is unknown; use l2, ip or cosine",
        "bench --index Fat --base b --query q               | index spec \"Fat\": \"Fat\" is no codec",
        "bench --index IVF0,Flat --base b --query q         | \"IVF0\" needs from 1 to",
        "bench --index Flat --base b --query q --search x=1 | \"x=1\" is not understood; use nprobe=N",
        "bench --index Flat --base b --query q --search nprobe=0          | nprobe must be at least 1; got 0",
        "bench --index Flat --base b --query q --limit 5 --groundtruth g  | --limit and --groundtruth exclude each other",
        "bench --index Flat --base                          | Missing required parameter for option '--base' (FILE)",
        "search --index PQ8 --base b                        | Missing required option: '--query=FILE'",
        "search --index PQ8 --base b --query q --ids i.txt  | '--ids': i.txt needs one of the extensions ibin, ivecs, npy",
        "search --index PQ8 --base b --query q --distances d.ivecs | '--distances': d.ivecs needs one of the extensions fbin, fvecs",
        "groundtruth --base b --query q                     | Missing required option: '--out=FILE'",
        "groundtruth --base b --query q --out o.fvecs       | '--out': o.fvecs needs one of the extensions ibin, ivecs, npy",
        "groundtruth --base b --query q --out o.ivecs -k -5 | '-k': at least 1 is needed; got -5",
        "inspect --index PQ8                                | Missing required option: '--base=FILE'",
        "inspect --base b                                   | Missing required option: '--index=SPEC'",
        "inspect --metric ip                                | Missing required options: '--index=SPEC', '--base=FILE'",
        "inspect                                            | an index is missing: give INDEX, the file of one, or --index=SPEC",
        "inspect a.index --index PQ8 --base b               | INDEX (a.index) and --index exclude each other",
        "search --query q                                   | an index is missing: give INDEX, the file of one, or --index=SPEC",
        "search a.index                                     | Missing required option: '--query=FILE'",
        "search a.index --query q --base b                  | INDEX (a.index) and --base exclude each other",
        "search a.index --query q --limit 5                 | INDEX (a.index) and --limit exclude each other",
        "search a.index b.index --query q                   | Unmatched argument at index 2: 'b.index'",
        "search a.index --query q --ids i.txt               | '--ids': i.txt needs one of the extensions ibin, ivecs, npy",
        "search a.index --query q --search k_factor=0.5     | k_factor must be from 1 to 1000; got 0.5",
        "search --index ../pom.xml --base b --query q       | ../pom.xml is a file; search and inspect take the file of an index",
        "build                                              | Missing required options: '--base=FILE', '--index=SPEC', '--out=FILE'",
        "build --index PQ8 --base b                         | Missing required option: '--out=FILE'",
        "build --index PQ8 --base b --out o --format hnsw   | '--format': \"hnsw\" is no format of index files; there are vectile, faiss",
        "build --index PQ8 --base b --out o.npy             | '--out': o.npy would be an index, and .npy files hold vectors",
        "build --index PQ8 --base b --out o --search nprobe=4             | '--search': nprobe=4 has no meaning for PQ8",
        "build --index PQ8 --base b --out o --search k_factor=4           | '--search': k_factor=4 has no meaning for PQ8",
        "build --index PQ8 --base b --out o --search distances=symmetric  | distances=symmetric is nothing that a file keeps",
        "convert                                            | Missing required parameters: 'IN', 'OUT'",
        "convert a.index                                    | Missing required parameter: 'OUT'",
        "convert a.index b.fvecs                            | OUT: b.fvecs would be an index, and .fvecs files hold vectors",
        "convert a.index b.index --format vtl               | \"vtl\" is no format of index files; there are vectile, faiss",
        "build --index PQ8 --base b --out o --save-every 0  | '--save-every': at least 1 is needed; got 0",
        "build --index PQ8 --base b --out o --save-every 5  | --save-every is for files of the format vectile; give o a name",
        "build --index PQ8 --base b --out o --resume        | --resume is for files of the format vectile",
        "build --index PQ8 --base b --out o.vtl --resume --format faiss           | --resume is for files of the format vectile",
        "build --index PQ8,RFlat --base b --out o --originals file                | --originals file is for files of the format vectile",
        "build --index PQ8 --base b --out o.vtl --originals file                  | file has no meaning for PQ8, which keeps no vectors",
        "build --index PQ8,RFlat --base b --out o.vtl --originals there           | \"there\" is no place for originals; use copy or file",
        "build --index PQ8,RFlat --base b --out o.vtl --originals file --metric cosine | file does not go with the cosine",
        "build --index PQ8,RFlat --base b.hdf5 --out o.vtl --originals file       | file does not go with HDF5 files",
        "inspect --index PQ8 --base b --verify              | --verify is for the file of an index, and INDEX is missing",
        "merge a.vtl b.vtl                                  | Missing required option: '--out=FILE'",
        "merge --out o.vtl                                  | Missing required parameter: 'IN'",
        "merge --out o.vtl a.vtl                            | two or more indexes are needed; got a.vtl",
        "merge --out o.vtl a.vtl b.vtl --ids new            | \"new\" is no way to treat ids; use keep or shift",
        "merge --out o.fvecs a.vtl b.vtl                    | o.fvecs would be an index, and .fvecs files hold vectors",
        "remove --ids 1                                     | Missing required parameter: 'INDEX'",
        "remove a.vtl                                       | Missing required option: '--ids=IDS'",
        "remove a.vtl --ids 99999999999999999999            | '--ids': an id is at most 9223372036854775807",
    })
    void wrongUsageIsOneLineAndExitStatusTwo(String words, String message) {
        String line = CommandRun.refused(2, words.isEmpty() ? new Object[0] : words.split(" "));
        assertTrue(line.contains(message), line);
        assertTrue(line.endsWith(" --help says more)"), line);
    }

    @Test
    void aStackTraceIsShownOnlyWithDebug() {
        Path none = temp.resolve("none.fvecs");
        Object[] words = {"inspect", "--index", "Flat", "--base", none};
        CommandRun.refused(1, words);
        CommandRun before = CommandRun.of("--debug", "inspect", "--index", "Flat", "--base", none);
        CommandRun after = CommandRun.of("inspect", "--index", "Flat", "--base", none, "--debug");
        for (CommandRun run : new CommandRun[] {before, after}) {
            assertEquals(1, run.status());
            assertTrue(run.err().contains("\tat io.vectile."), run.err());
        }
    }
}
