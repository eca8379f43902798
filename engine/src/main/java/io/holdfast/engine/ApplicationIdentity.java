package io.holdfast.engine;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Who an application directory belongs to: the file {@code identity}, lines of text behind a
 * checksum. Written once, before anything else, and never changed.
 *
 * @param name given by the user
 * @param id drawn when the directory was made; every log and checkpoint carries it
 */
public record ApplicationIdentity(String name, UUID id) {
  private static final String FORMAT = "holdfast-application 1";
  private static final Pattern NUMBERED = Pattern.compile("holdfast-application \\d+\n");
  private static final int LONGEST_BYTES = 4096;

  /**
   * The identity of a directory.
   *
   * @return empty if nothing is there yet
   * @throws NotReplayableException if somebody is or was about to change the directory by hand
   */
  public static Optional<ApplicationIdentity> read(Storage storage) {
    if (storage.exists(ApplicationLayout.UNFINISHED)) {
      throw new NotReplayableException(
          storage.location()
              + ": a repair or rewind in place was interrupted, and has to be finished first:"
              + " holdfast repair "
              + storage.location()
              + " --in-place --reason TEXT");
    }
    if (storage.exists(ApplicationLayout.IDENTITY)) {
      return Optional.of(
          parse(content(storage), storage.location() + "/" + ApplicationLayout.IDENTITY));
    }
    requireNoOther(storage, "Choose an empty or new directory.");
    return Optional.empty();
  }

  private static void requireNoOther(Storage storage, String wayOut) {
    List<FileStatus> others =
        storage.list("").stream().filter(ApplicationIdentity::foreign).toList();
    if (!others.isEmpty()) {
      throw new ConfigurationException(
          storage.location()
              + " is not an application directory of Holdfast: it holds '"
              + others.get(0).name()
              + "' but no file 'identity'. "
              + wayOut);
    }
  }

  /** The identity of a directory that must have one. */
  public static ApplicationIdentity require(Storage storage) {
    if (!storage.exists(ApplicationLayout.IDENTITY)) {
      requireNoOther(storage, "Name the directory that the job was started with.");
    }
    return read(storage)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    storage.location()
                        + " holds no application: it is empty or does not exist. Check the path."));
  }

  /** Refuses a directory of another application. */
  public ApplicationIdentity requireName(String expected, Storage storage) {
    if (!name.equals(expected)) {
      throw new WrongApplicationException(
          storage.location()
              + " belongs to application '"
              + name
              + "', not to '"
              + expected
              + "'. Use the directory of '"
              + expected
              + "', or a new one.");
    }
    return this;
  }

  /**
   * Makes the directory this application's. Durable when it returns; a crash before leaves no
   * identity.
   */
  public void create(Storage storage) {
    storage.createDirectories("");
    DurableFile.publish(
        storage, ApplicationLayout.IDENTITY + ".tmp", ApplicationLayout.IDENTITY, encoded());
  }

  /** The content of the file. */
  public byte[] encoded() {
    String body = FORMAT + "\nname=" + name + "\nid=" + id + "\n";
    return (body + "crc32c=" + crc(body) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static ApplicationIdentity parse(String text, String location) {
    boolean numbered = NUMBERED.matcher(text).lookingAt();
    if (numbered && !text.startsWith(FORMAT + "\n")) {
      throw new NewerFormatException(
          location
              + " says '"
              + text.lines().findFirst().orElse("")
              + "'; this version knows '"
              + FORMAT
              + "'. Use the version of Holdfast that made the directory, or a newer one.");
    }
    if (!text.startsWith(FORMAT + "\n")) {
      throw new DamageException(
          location
              + " does not begin with '"
              + FORMAT
              + "': it is no identity of an application. Restore the file from a copy.");
    }
    int end = text.indexOf("crc32c=");
    if (end < 0 || !text.substring(end).equals("crc32c=" + crc(text.substring(0, end)) + "\n")) {
      throw new DamageException(
          location
              + ": the application's identity does not match its checksum. Restore the file from a copy.");
    }
    Properties properties = new Properties();
    text.lines()
        .skip(1)
        .forEach(
            line ->
                properties.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return new ApplicationIdentity(
        properties.getProperty("name"), UUID.fromString(properties.getProperty("id")));
  }

  private static boolean foreign(FileStatus file) {
    // What a start leaves that died before it had written the identity. A storage may need more
    // than one file for a lock.
    String name = file.name();
    return !name.endsWith(".tmp")
        && !name.equals(ApplicationLayout.LOCK)
        && !name.startsWith(ApplicationLayout.LOCK + ".");
  }

  private static String content(Storage storage) {
    try (StorageReader reader = storage.open(ApplicationLayout.IDENTITY)) {
      return reader.text(LONGEST_BYTES);
    }
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
