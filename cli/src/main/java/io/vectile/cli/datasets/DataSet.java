package io.vectile.cli.datasets;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set that is known by name: where its archive lies, and which files of which sizes are in it.
 *
 * @param name what {@code data fetch} is given
 * @param what one line about the vectors
 * @param d numbers per vector
 * @param archive a .tar.gz on an FTP server
 * @param archiveSize as its publisher states it
 * @param folder the one folder inside the archive, and of the unpacked files
 * @param members the files that must be in it
 */
public record DataSet(
        String name, String what, int d, URI archive, String archiveSize, String folder, List<Member> members) {

    /** What a file of the set is for. */
    public enum Role {
        BASE,
        QUERY,
        LEARN,
        GROUNDTRUTH
    }

    /** One file: its name inside the folder, its number of rows, and its exact size. */
    public record Member(Role role, String file, long rows, long bytes) {}

    public DataSet {
        members = List.copyOf(members);
    }

    public Member member(Role role) {
        return members.stream().filter(m -> m.role() == role).findFirst().orElseThrow();
    }

    public long unpackedBytes() {
        return members.stream().mapToLong(Member::bytes).sum();
    }

    /** The member's file below {@code dir}. */
    public Path path(Path dir, Member member) {
        return dir.resolve(folder).resolve(member.file());
    }

    /** Whether every file lies unpacked below {@code dir}, each in its full size. */
    public boolean isComplete(Path dir) {
        return members.stream().allMatch(member -> {
            Path file = path(dir, member);
            try {
                return Files.isRegularFile(file) && Files.size(file) == member.bytes();
            } catch (IOException e) {
                return false;
            }
        });
    }
}
