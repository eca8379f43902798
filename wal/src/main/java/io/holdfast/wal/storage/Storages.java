package io.holdfast.wal.storage;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.local.LocalStorage;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Opens storages by what a user writes: a path of the local file system, or a URI.
 *
 * <p>What begins with two or more letters and a colon is a URI; a local path that looks like one is
 * written with {@code ./} before it. {@code file:} is the local file system, all other schemes are
 * opened by the {@link StorageProvider}s on the class path.
 */
public final class Storages {
  private static final Pattern URI_FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

  /** Which artifact brings the provider of a scheme. */
  private static final Map<String, String> ARTIFACTS =
      Map.of("hdfs", "io.holdfast:holdfast-hdfs", "viewfs", "io.holdfast:holdfast-hdfs");

  /**
   * Stores in which nothing written is durable before the file is closed, or names are no locks.
   */
  private static final Set<String> UNABLE =
      Set.of(
          "s3",
          "s3a",
          "s3n",
          "gs",
          "abfs",
          "abfss",
          "wasb",
          "wasbs",
          "adl",
          "oss",
          "cosn",
          "obs",
          "webhdfs",
          "swebhdfs",
          "http",
          "https",
          "ftp",
          "sftp",
          "har");

  private Storages() {}

  /**
   * Opens a storage for reading and writing. Makes nothing there.
   *
   * @param location a path or a URI
   * @throws ConfigurationException if nothing can open the location; says what to add or to change
   * @throws StorageException if the place cannot be used
   */
  public static Storage open(String location) {
    URI uri = uri(location);
    return uri == null ? LocalStorage.open(path(location)) : provider(uri).open(uri);
  }

  /** Whether a location is a URI of another place than the local file system. */
  public static boolean isRemote(String location) {
    return uri(location) != null;
  }

  /** As {@link #open}, to be looked at only: nothing is changed, created or locked. */
  public static Storage openReadOnly(String location) {
    URI uri = uri(location);
    return uri == null
        ? LocalStorage.openReadOnly(path(location))
        : provider(uri).openReadOnly(uri);
  }

  /**
   * The path of a {@code file:} URI.
   *
   * @throws ConfigurationException if it names no absolute path of this machine
   */
  public static Path localPath(URI uri) {
    try {
      return Path.of(new URI("file", null, requirePath(uri), null));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "\"" + uri + "\" is not a file of this machine: write file:///absolute/path.", e);
    }
  }

  private static String requirePath(URI uri) {
    boolean elsewhere = uri.getAuthority() != null && !uri.getAuthority().equals("localhost");
    boolean more = uri.getQuery() != null || uri.getFragment() != null;
    if (elsewhere || more || uri.getPath() == null) {
      throw new IllegalArgumentException("not only an absolute path");
    }
    return uri.getPath();
  }

  /** Null if it is a path of the local file system. */
  private static URI uri(String location) {
    var form = URI_FORM.matcher(location);
    if (!form.matches() || form.group(1).equalsIgnoreCase("file")) {
      return null;
    }
    return parse(location);
  }

  private static URI parse(String location) {
    try {
      return new URI(location);
    } catch (URISyntaxException e) {
      throw new ConfigurationException(
          "\""
              + location
              + "\" is not a URI: "
              + e.getReason()
              + " at character "
              + (e.getIndex() + 1)
              + ". Escape it with % and two hexadecimal digits, or write ./ before a local path.",
          e);
    }
  }

  private static Path path(String location) {
    if (location.regionMatches(true, 0, "file:", 0, 5)) {
      return localPath(parse(location));
    }
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          "\"" + location + "\" is not a path: " + e.getReason() + ".", e);
    }
  }

  private static StorageProvider provider(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    Set<String> known = new TreeSet<>(Set.of("file"));
    try {
      for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
        if (provider.schemes().contains(scheme)) {
          return provider;
        }
        known.addAll(provider.schemes());
      }
    } catch (ServiceConfigurationError e) {
      throw new ConfigurationException(
          "A storage provider on the class path cannot be loaded: " + e.getMessage() + ".", e);
    }
    throw new ConfigurationException(
        "Cannot open " + uri + ": " + missing(scheme, String.join(", ", known)));
  }

  private static String missing(String scheme, String known) {
    if (ARTIFACTS.containsKey(scheme)) {
      return scheme
          + ": needs "
          + ARTIFACTS.get(scheme)
          + " on the class path; add that dependency, in the version of your holdfast-wal.";
    }
    String why =
        UNABLE.contains(scheme)
            ? scheme
                + ": cannot hold a log, because it does not make what is written to an open file"
                + " durable on request"
            : "nothing on the class path opens " + scheme + ":";
    return why + ". What can be opened: " + known + ", and plain paths.";
  }
}
