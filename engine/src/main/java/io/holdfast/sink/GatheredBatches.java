package io.holdfast.sink;

import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The batches of an output that are committed and not yet published: a directory each, with its
 * manifest, in {@code gathered/}. They are published by one rename of a directory with all their
 * rows, whose manifest lists them, and deleted when that is durable. So a batch that is listed by a
 * published directory is no longer gathered, whether it was deleted or not.
 *
 * <p>Used where the output commits, after {@link #recover}. A limit that is reached publishes; so
 * does the time, for which there is a timer while anything is gathered.
 */
final class GatheredBatches {
  private final FileOutput output;
  private final Storage storage;
  private final Gathering limits;
  private final boolean gathers;
  private final Pattern seen;

  /** What is gathered, by name: in the order of the batches. */
  private final Map<String, Manifest> batches = new TreeMap<>();

  /** The last batch that is committed here, whether it was gathered or not. */
  private BatchTime last = BatchTime.NONE;

  /** Whether this output has ever gathered; otherwise every batch is seen by its own name. */
  private boolean used;

  /** Null while nothing is gathered. */
  private Cancellable timer;

  private boolean failed;
  private volatile boolean closed;

  GatheredBatches(FileOutput output, Gathering limits) {
    this.output = output;
    this.storage = output.storage();
    this.limits = limits;
    this.gathers = limits.batches() > 1;
    String name = Pattern.quote(output.context().output());
    this.seen = Pattern.compile(name + "-((\\d{20})(-e\\d+)?)");
  }

  /** Finds what earlier drivers have gathered, deletes what of it is published, and goes on. */
  void recover() {
    String directory = output.gathered();
    used = storage.exists(directory);
    if (gathers && !used) {
      storage.createDirectories(directory);
      used = true;
    }
    if (!used) {
      return;
    }
    // An earlier driver has renamed and perhaps not forced.
    storage.forceDirectory(directory);
    Set<String> found = new TreeSet<>();
    for (FileStatus entry : storage.list(directory)) {
      found.add(entry.name());
    }
    Set<String> published = published(found);
    OutputInspector inspector = new OutputInspector(storage);
    for (String name : found) {
      if (published.contains(name)) {
        storage.deleteTree(directory + "/" + name);
      } else {
        String manifest = directory + "/" + name + "/" + Manifest.FILE_NAME;
        batches.put(name, inspector.manifest(manifest));
        last = output.names().later(last, name);
      }
    }
    settle();
  }

  /** The names of those batches that can be seen, among them all that are also gathered. */
  private Set<String> published(Set<String> gathered) {
    String first = gathered.isEmpty() ? null : BatchNames.digits(gathered.iterator().next());
    OutputInspector inspector = new OutputInspector(storage);
    Set<String> published = new TreeSet<>();
    for (FileStatus entry : storage.list("")) {
      Matcher name = seen.matcher(entry.name());
      if (name.matches()) {
        published.add(name.group(1));
        last = output.names().later(last, name.group(1));
        // A directory is named after the last batch in it.
        if (first != null && name.group(2).compareTo(first) >= 0) {
          inspector
              .manifest(entry.name() + "/" + Manifest.FILE_NAME)
              .names()
              .forEach(published::add);
        }
      }
    }
    return published;
  }

  /**
   * Whether a batch has committed: batches commit in their order, so those up to the last one have.
   * False for all while nothing was ever gathered here.
   */
  boolean covers(BatchTime batch) {
    return used && !batch.isAfter(last);
  }

  /** Whether a batch is to be gathered; if not, what is gathered is published first. */
  boolean takes(Manifest batch) {
    return gathers && batch.lengthBytes() < limits.bytes();
  }

  /** A batch is committed, under {@code name} among those that are gathered. */
  void add(String name, Manifest batch) {
    batches.put(name, batch);
    last = output.names().later(last, name);
    settle();
  }

  /** Publishes if that is due, and sees to it that it will be. */
  private void settle() {
    long bytes = batches.values().stream().mapToLong(Manifest::lengthBytes).sum();
    if (batches.size() >= limits.batches() || bytes >= limits.bytes()) {
      publish();
    } else if (!batches.isEmpty() && timer == null) {
      timer = output.context().later(limits.within(), this::publish);
    }
  }

  /**
   * Publishes what is gathered. When it returns, that is durable and nothing is gathered.
   *
   * @throws io.holdfast.FencedException if a newer driver has taken over: it publishes them
   * @throws io.holdfast.HoldfastException if that fails; this driver does not try it again, the
   *     next one does or finds it done
   */
  void publish() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (failed || closed || batches.isEmpty()) {
      return;
    }
    failed = true;
    Map<String, Manifest> due = new TreeMap<>(batches);
    if (gathers) {
      publish(due);
    } else {
      // It was gathered with other settings; perhaps these files cannot be joined.
      due.forEach((name, manifest) -> publish(Map.of(name, manifest)));
    }
    failed = false;
  }

  private void publish(Map<String, Manifest> due) {
    List<String> names = due.keySet().stream().sorted().toList();
    String name = names.get(names.size() - 1);
    String staging = output.staging(name + "-joined");
    try {
      new JoinedFiles(output, staging, limits.oneFile()).write(due);
      output.checkEpoch();
      storage.publish(staging, output.published(name));
    } catch (FileMissingException e) {
      // Most likely a newer driver has published them or taken the directory away.
      output.checkEpoch();
      throw e;
    }
    storage.forceDirectory("");
    for (String published : names) {
      storage.deleteTree(output.gathered() + "/" + published);
      batches.remove(published);
    }
  }

  /** Nothing is published any more; what is gathered is committed, and the next start's. */
  void close() {
    closed = true;
  }
}
