package io.holdfast.source;

import io.holdfast.SourceFailedException;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.stream.Guarantee;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Polls a directory and reads what is new in its files. The position in a file is the byte behind
 * the last record that was stored, so a file that grows is read on, and one that was replaced by a
 * shorter one is noticed.
 */
final class DirectoryReceiver<T> implements Receiver<T> {
  static final SourcePromise PROMISE =
      new SourcePromise(
          Guarantee.EXACTLY_ONCE,
          "files can be read again; the durable position in each is kept by its name");

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int QUIET_POLLS = 5;

  private final Path directory;
  private final FileCutter.Opener<T> opener;
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Integer> quiet = new HashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();
  private volatile boolean stopped;

  DirectoryReceiver(Path directory, FileCutter.Opener<T> opener) {
    this.directory = directory;
    this.opener = opener;
  }

  @Override
  public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
    positions.putAll(resumeAfter);
    SerialExecutor lane = context.scheduler().serial("directory-" + directory.getFileName());
    lane.execute(() -> poll(context, lane));
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void poll(ReceiverContext<T> context, SerialExecutor lane) {
    if (stopped) {
      return;
    }
    try {
      Map<String, Path> files = files();
      for (Map.Entry<String, Path> file : files.entrySet()) {
        read(context, file.getKey(), file.getValue());
      }
      if (allRead(files)) {
        context.caughtUp();
      }
      context.scheduler().schedule(POLL, lane, () -> poll(context, lane));
    } catch (IOException e) {
      context.fail("reading " + directory + " failed: " + e.getMessage(), e);
    } catch (SourceFailedException e) {
      context.fail(e.getMessage(), e);
    } catch (RuntimeException e) {
      context.fail("reading " + directory + " failed: " + e, e);
    }
  }

  private boolean allRead(Map<String, Path> files) throws IOException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      if (Files.size(file.getValue()) > positions.getOrDefault(file.getKey(), 0L)) {
        return false;
      }
    }
    return true;
  }

  private Map<String, Path> files() throws IOException {
    Map<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      throw new SourceFailedException(
          "the directory " + directory + " does not exist or is not a directory");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!InputFiles.hidden(name) && Files.isRegularFile(entry)) {
          files.put(name, entry);
        }
      }
    }
    return files;
  }

  private void read(ReceiverContext<T> context, String name, Path file) throws IOException {
    long position = positions.getOrDefault(name, 0L);
    long length = Files.size(file);
    if (length < position) {
      throw new SourceFailedException(
          file
              + " has "
              + length
              + " bytes, but "
              + position
              + " were read from it before: it was replaced or cut. Give the new"
              + " content a new name");
    }
    if (length == position) {
      return;
    }
    try (FileCutter<T> records = opener.open(file, position, length)) {
      while (!stopped && records.next()) {
        position += records.consumedBytes();
        records.store(context, name, position);
        stored(name, position);
      }
      long rest = records.restBytes();
      if (stopped || rest == 0 || !quietFor(name, length)) {
        return;
      }
      if (!records.storeRest(context, name, position + rest)) {
        throw incomplete(file, position, rest);
      }
      stored(name, position + rest);
    }
  }

  private void stored(String name, long position) {
    positions.put(name, position);
    quiet.remove(name);
  }

  private static SourceFailedException incomplete(Path file, long position, long rest) {
    return new SourceFailedException(
        file
            + " has "
            + rest
            + " bytes behind its last whole record, which ends at byte "
            + position
            + ", and has not grown for a second: it is cut, or has records of another form."
            + " Complete it, or take it away");
  }

  /** A last record without an end is not waited for when the file has not grown for a while. */
  private boolean quietFor(String name, long length) {
    Integer polls = quiet.merge(name, 1, Integer::sum);
    Long seen = lengths.put(name, length);
    if (seen == null || seen != length) {
      quiet.put(name, 1);
      return false;
    }
    return polls >= QUIET_POLLS;
  }
}
