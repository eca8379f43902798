package io.holdfast.wal.storage;

/**
 * The form of all paths given to a {@link Storage}: names separated by {@code /}, without {@code
 * .}, {@code ..}, empty names, or a slash at either end. Checked by every implementation, so that
 * no path ever leaves the storage's root.
 */
public final class StoragePath {
  private StoragePath() {}

  /**
   * Accepts the path of something below the root.
   *
   * @throws IllegalArgumentException if the path is empty or malformed
   */
  public static String requireName(String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a path below the root is needed, not the root itself");
    }
    return requireValid(path);
  }

  /**
   * Accepts the path of a directory; {@code ""} is the root.
   *
   * @throws IllegalArgumentException if the path is malformed
   */
  public static String requireValid(String path) {
    int start = 0;
    for (int i = 0; i <= path.length() && !path.isEmpty(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        requireValidName(path, start, i);
        start = i + 1;
      } else if (path.charAt(i) == '\\' || path.charAt(i) == '\0') {
        throw invalid(path);
      }
    }
    return path;
  }

  private static void requireValidName(String path, int start, int end) {
    if (end - start <= 2 && "..".startsWith(path.substring(start, end))) {
      throw invalid(path);
    }
  }

  /** The directory that holds {@code path}; {@code ""} for what lies in the root. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** The last name of {@code path}. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** {@code path} below {@code directory}; either may be the root. */
  public static String join(String directory, String path) {
    if (directory.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? directory : directory + "/" + path;
  }

  private static IllegalArgumentException invalid(String path) {
    return new IllegalArgumentException(
        "\""
            + path
            + "\" is not a storage path: it must be relative, of names separated by single slashes,"
            + " without . and ..");
  }
}
