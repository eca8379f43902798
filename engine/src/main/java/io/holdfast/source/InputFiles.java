package io.holdfast.source;

/** Which files of a directory are input. */
final class InputFiles {
  private InputFiles() {}

  /** Whether a name says that the file is not for readers, or not ready. */
  static boolean hidden(String name) {
    return name.startsWith(".") || name.startsWith("_") || name.endsWith(".tmp");
  }
}
