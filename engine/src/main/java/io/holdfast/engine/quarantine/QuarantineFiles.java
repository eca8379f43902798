package io.holdfast.engine.quarantine;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The quarantine of an application as files: what is in it, and what was asked to be sent through
 * the job again. {@code docs/formats/quarantine.md} describes them. Needs none of the job's
 * classes; may be used while the job runs.
 */
public final class QuarantineFiles {
  /**
   * A request is a partition of its stream's source, named so. Durable with its positions: the same
   * for every kind of source, since a stream may change its level of protection.
   */
  static final String PARTITION_PREFIX = "replay:";

  private static final String REPLAYS = "replays";
  private static final String SUFFIX = ".replay";

  private final Storage application;

  public QuarantineFiles(Storage application) {
    this.application = application;
  }

  /** A record that is to go through the job again. */
  record Replay(String id, String encoded) {
    byte[] bytes() {
      return Base64.getDecoder().decode(encoded);
    }
  }

  /** The committed dead letters, a JSON object each, batch by batch. */
  public List<String> letters() {
    if (!application.exists(Quarantine.NAME)) {
      return List.of();
    }
    return new TextFileSink(Quarantine.NAME)
        .committedRows(Quarantine.NAME, application::directory).orElseThrow().stream()
            .map(CommittedRow::row)
            .toList();
  }

  /** The ids of the records that were asked for again. */
  public Set<String> replayed() {
    Set<String> ids = new TreeSet<>();
    if (application.exists(REPLAYS)) {
      for (FileStatus stream : application.list(REPLAYS)) {
        files(stream.name())
            .values()
            .forEach(replays -> replays.forEach(replay -> ids.add(replay.id())));
      }
    }
    return ids;
  }

  /**
   * Asks for records to go through the job again. A running job with a quarantine takes them within
   * seconds, another one when it is started. When it returns, the request survives a crash.
   *
   * @param records of one stream, by the id of the letter, as the stream's source encodes them
   * @throws ConfigurationException if one of them was asked for before; nothing is done then
   */
  public void replay(String stream, Map<String, byte[]> records) {
    Set<String> before = replayed();
    for (String id : records.keySet()) {
      if (before.contains(id)) {
        throw new ConfigurationException(
            "Record " + id + " has been sent again already. Nothing was done.");
      }
    }
    StringBuilder lines = new StringBuilder();
    records.forEach(
        (id, bytes) ->
            lines
                .append(id)
                .append('\t')
                .append(Base64.getEncoder().encodeToString(bytes))
                .append('\n'));
    String directory = directory(stream);
    application.createDirectories(directory);
    int number = application.list(directory).size() + 1;
    String path = directory + "/" + String.format(Locale.ROOT, "%010d", number) + SUFFIX;
    DurableFile.publish(
        application, path + ".tmp", path, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What was asked for of a stream, by the name of the request, in order. */
  Map<String, List<Replay>> files(String stream) {
    Map<String, List<Replay>> files = new TreeMap<>();
    String directory = directory(stream);
    if (application.exists(directory)) {
      for (FileStatus file : application.list(directory)) {
        if (file.name().endsWith(SUFFIX)) {
          files.put(file.name(), parsed(directory + "/" + file.name()));
        }
      }
    }
    return files;
  }

  private List<Replay> parsed(String path) {
    List<Replay> replays = new ArrayList<>();
    for (String line : text(path).lines().toList()) {
      int tab = line.indexOf('\t');
      try {
        Replay replay = new Replay(line.substring(0, tab), line.substring(tab + 1));
        byte[] unused = replay.bytes();
        replays.add(replay);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new DamageException(
            application.location()
                + "/"
                + path
                + " is no list of records to be sent again: '"
                + line
                + "'. Take the file away and ask for them again.",
            e);
      }
    }
    return replays;
  }

  private String text(String path) {
    try (StorageReader reader = application.open(path)) {
      return reader.text(Integer.MAX_VALUE);
    }
  }

  private static String directory(String stream) {
    return REPLAYS + "/" + stream;
  }
}
