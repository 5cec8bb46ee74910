package io.vectile.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/** Whose a file is and what others may do with it, where the file system knows of that as POSIX does. */
record Ownership(UserPrincipal owner, GroupPrincipal group, Set<PosixFilePermission> mode) {
    /** That of a file; null where there is none, or the file system knows of none. */
    static Ownership of(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return null;
        }
        try {
            PosixFileAttributes attributes = view.readAttributes();
            return new Ownership(attributes.owner(), attributes.group(), attributes.permissions());
        } catch (IOException e) {
            return null; // there is no such file
        }
    }

    /**
     * Gives a file the same, as far as the system allows: another owner is for the superuser, another group for its members.
     * Where the group stays another, it may do no more than others may.
     */
    void giveTo(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        Set<PosixFilePermission> allowed = EnumSet.noneOf(PosixFilePermission.class);
        allowed.addAll(mode);
        try {
            PosixFileAttributes now = view.readAttributes();
            if (!now.group().equals(group) && !isDone(() -> view.setGroup(group))) {
                restrict(allowed, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
                restrict(allowed, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
                restrict(allowed, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
            }
            view.setPermissions(allowed);
            if (!now.owner().equals(owner)) {
                isDone(() -> view.setOwner(owner));
            }
        } catch (IOException e) {
            // The file is whole, and its own user's alone: no failure of the write.
        }
    }

    private static void restrict(Set<PosixFilePermission> allowed, PosixFilePermission group, PosixFilePermission others) {
        if (!allowed.contains(others)) {
            allowed.remove(group);
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private static boolean isDone(Change change) {
        try {
            change.make();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
