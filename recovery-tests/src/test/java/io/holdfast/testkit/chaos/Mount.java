package io.holdfast.testkit.chaos;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Something mounted over a directory; needs the rights of an administrator. */
record Mount(Path directory) implements AutoCloseable {

  /** A file system in memory of that size; skips the test, saying why, where none can be made. */
  static Mount memory(Path directory, String size) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String refused =
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
    skipIf(refused);
    return new Mount(directory);
  }

  /** The directory over itself, so that nothing can be opened for writing any more. */
  static Mount readOnly(Path directory) throws IOException, InterruptedException {
    skipIf(run("mount", "--bind", directory.toString(), directory.toString()));
    String refused = run("mount", "-o", "remount,bind,ro", directory.toString());
    if (refused != null) {
      run("umount", "-l", directory.toString());
    }
    skipIf(refused);
    return new Mount(directory);
  }

  /** An empty ext4 in a file, which turns read-only at the first error. */
  static Path ext4Image(Path file, String size) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    skipIf(run("truncate", "-s", size, file.toString()));
    skipIf(run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0", file.toString()));
    return file;
  }

  /** Over the directory; what a crash or an error has left in its journal is taken over. */
  static Mount ext4(Path image, Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    skipIf(run("mount", "-o", "loop,errors=remount-ro", image.toString(), directory.toString()));
    Files.deleteIfExists(directory.resolve("lost+found"));
    return new Mount(directory);
  }

  /** An error of the file system, as the kernel lets tests have one: it turns read-only at once. */
  void failReadOnly() throws IOException {
    String device = Files.getFileStore(directory).name();
    Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString());
    Files.writeString(trigger.resolve("trigger_fs_error"), "chaos", StandardCharsets.UTF_8);
  }

  private static void skipIf(String refused) {
    if (refused != null) {
      String why = "NOT TESTED: this machine does not let the test mount: " + refused;
      System.out.println("chaos: " + why);
      Assumptions.abort(why);
    }
  }

  /** What it says when it fails; null if it does not. */
  private static String run(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(Redirect.PIPE).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? null : String.join(" ", words) + ": " + said.strip();
  }

  @Override
  public void close() throws IOException {
    try {
      // Lazily: a process that was just killed may still be giving its files back.
      String refused = run("umount", "-l", directory.toString());
      if (refused != null) {
        throw new IOException(refused);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
