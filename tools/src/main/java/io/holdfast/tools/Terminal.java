package io.holdfast.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks at what this process writes. */
public enum Terminal {
  STANDARD_OUTPUT(1),
  STANDARD_ERROR(2);

  private final int descriptor;

  Terminal(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Whether lines may be drawn over. */
  // System.console() answers for input and output together, so it is only asked where no /proc is.
  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it is wrong for a pipe: only looks suffer
  public boolean present() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }

  /** Whether colours are wanted too: {@code NO_COLOR} set to anything says no (no-color.org). */
  public boolean colours() {
    String no = System.getenv("NO_COLOR");
    return (no == null || no.isEmpty()) && present();
  }
}
