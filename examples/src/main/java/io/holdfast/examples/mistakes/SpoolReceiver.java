package io.holdfast.examples.mistakes;

import io.holdfast.HoldfastException;
import io.holdfast.examples.mistakes.SpoolSource.Deletion;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for files again and again. A line's position is {@code number of its file * 1,000,000 + its
 * place in it from 1}, so that positions rise, and one number says how far everything is durable.
 * All of it happens on a lane of its own, so nothing needs a lock.
 */
final class SpoolReceiver implements Receiver<String> {
  private static final String PARTITION = "spool";
  private static final Pattern NAME = Pattern.compile("(\\d{1,12})\\.txt");
  private static final long MAX_LINES = 1_000_000;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final String location;
  private final Deletion deletion;

  /** Files that wait to be deleted, by the position of their last line. */
  private final TreeMap<Long, String> taken = new TreeMap<>();

  private ReceiverContext<String> context;
  private SerialExecutor lane;
  private long durable;
  private volatile boolean stopped;

  SpoolReceiver(String location, Deletion deletion) {
    this.location = location;
    this.deletion = deletion;
  }

  @Override
  public void start(ReceiverContext<String> started, Map<String, Long> resumeAfter) {
    context = started;
    durable = resumeAfter.getOrDefault(PARTITION, 0L);
    lane = context.scheduler().serial("spool");
    lane.execute(this::look);
  }

  @Override
  public void acknowledged(Map<String, Long> positions) {
    long position = positions.getOrDefault(PARTITION, 0L);
    lane.execute(() -> attempt(spool -> deleteUpTo(spool, position)));
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void look() {
    if (!stopped && attempt(this::takeAll)) {
      context.scheduler().schedule(PAUSE, lane, this::look);
    }
  }

  private void takeAll(Storage spool) {
    TreeMap<Long, String> files = new TreeMap<>();
    for (String name : Places.files(spool, "")) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && !taken.containsValue(name)) {
        files.put(Long.parseLong(matcher.group(1)), name);
      }
    }
    files.forEach((number, name) -> take(spool, number, name));
  }

  private void take(Storage spool, long number, String name) {
    List<String> lines = Places.text(spool, name).lines().toList();
    if (lines.size() >= MAX_LINES) {
      throw new IllegalStateException(
          name + " has more than " + (MAX_LINES - 1) + " lines; split it");
    }
    long position = number * MAX_LINES;
    for (String line : lines) {
      context.store(line, PARTITION, ++position);
    }
    if (deletion == Deletion.WHEN_STORED) {
      // The mistake: what store was given is not durable yet.
      spool.delete(name);
    } else {
      taken.put(position, name);
      deleteUpTo(spool, durable);
    }
  }

  private void deleteUpTo(Storage spool, long position) {
    durable = Math.max(durable, position);
    Map<Long, String> done = taken.headMap(durable, true);
    // Not forced: a file that comes back after a crash is read again, and its lines are dropped.
    done.values().forEach(spool::delete);
    done.clear();
  }

  /** Whether it went well; otherwise the supervisor starts a new receiver. */
  private boolean attempt(SpoolAction action) {
    try (Storage spool = context.storage(location)) {
      action.run(spool);
      return true;
    } catch (HoldfastException | IllegalStateException e) {
      context.fail("spool " + location + ": " + e.getMessage(), e);
      return false;
    }
  }

  private interface SpoolAction {
    void run(Storage spool);
  }
}
