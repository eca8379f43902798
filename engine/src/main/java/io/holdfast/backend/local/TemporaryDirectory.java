package io.holdfast.backend.local;

import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A directory in the JVM's {@code java.io.tmpdir} that only this user may look into: others share
 * that directory, and rows are nobody else's business.
 */
public final class TemporaryDirectory extends ForwardingStorage {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private final Path root;

  private TemporaryDirectory(Path root) {
    super(LocalStorage.open(root));
    this.root = root;
  }

  /** That directory; made by the first {@link #createDirectories}. */
  public static Storage ofThisUser() {
    return in(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static Storage in(Path shared) {
    return new TemporaryDirectory(shared.resolve("holdfast-" + System.getProperty("user.name")));
  }

  @Override
  public void createDirectories(String directory) {
    try {
      makeRoot();
    } catch (IOException e) {
      throw new StorageException("create directory " + root + ": " + e, e);
    }
    super.createDirectories(directory);
  }

  private void makeRoot() throws IOException {
    boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    try {
      Files.createDirectory(root, attributes);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      if (posix) {
        // Only its owner may do that, so nobody else can have put it there.
        Files.setPosixFilePermissions(root, OWNER);
      }
    }
  }
}
