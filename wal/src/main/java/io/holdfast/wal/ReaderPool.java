package io.holdfast.wal;

import io.holdfast.wal.storage.StorageReader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Open readers of files, so many at most that nobody is using: beyond that, the one that has not
 * been used for the longest time is closed. Any thread.
 */
public final class ReaderPool implements AutoCloseable {
  private int mostIdle;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** One file. */
  private static final class Entry {
    private StorageReader reader;
    private int users;
    private boolean dropped;
  }

  /**
   * A pool.
   *
   * @param mostIdle readers that stay open though nobody uses them
   */
  public ReaderPool(int mostIdle) {
    this.mostIdle = mostIdle;
  }

  /**
   * Uses the reader of a file.
   *
   * @param open opens the file, if it is not open; what it throws is thrown
   */
  <R> R use(String path, Supplier<StorageReader> open, Function<StorageReader, R> action) {
    Entry entry = taken(path);
    try {
      return action.apply(reader(entry, open));
    } finally {
      left(entry);
    }
  }

  /** Closes the reader of a file, as soon as nobody uses it. */
  synchronized void forget(String path) {
    Entry entry = entries.remove(path);
    if (entry != null) {
      drop(entry);
    }
  }

  /** How many files are open or about to be. */
  synchronized int size() {
    return entries.size();
  }

  private synchronized Entry taken(String path) {
    Entry entry = entries.computeIfAbsent(path, name -> new Entry());
    entry.users++;
    return entry;
  }

  /** One thread opens a file; who wants another one does not wait for that. */
  private static StorageReader reader(Entry entry, Supplier<StorageReader> open) {
    synchronized (entry) {
      if (entry.reader == null) {
        entry.reader = open.get();
      }
      return entry.reader;
    }
  }

  private synchronized void left(Entry entry) {
    entry.users--;
    if (entry.dropped) {
      drop(entry);
      return;
    }
    closeIdle();
  }

  private void closeIdle() {
    long idle = entries.values().stream().filter(each -> each.users == 0).count();
    Iterator<Entry> oldest = entries.values().iterator();
    while (idle > mostIdle) {
      Entry next = oldest.next();
      if (next.users == 0) {
        oldest.remove();
        drop(next);
        idle--;
      }
    }
  }

  private static void drop(Entry entry) {
    entry.dropped = true;
    if (entry.users == 0 && entry.reader != null) {
      entry.reader.close();
    }
  }

  /**
   * Closes all readers, those that are in use as soon as they are not. From now on none is kept.
   */
  @Override
  public synchronized void close() {
    mostIdle = 0;
    closeIdle();
  }
}
