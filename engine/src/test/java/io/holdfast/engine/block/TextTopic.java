package io.holdfast.engine.block;

import io.holdfast.ConfigurationException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Lists of lines that do what a test says; offsets are indices. */
public final class TextTopic implements DirectSource<String>, DirectContext {
  private static final long serialVersionUID = 1L;

  private final transient Scheduler scheduler;
  private final transient Map<String, List<String>> partitions = new TreeMap<>();

  /** First offsets that are not 0. */
  public final transient Map<String, Long> first = new TreeMap<>();

  /** What it was told. */
  public final transient Map<String, Long> journaled = new TreeMap<>();

  /** So many questions are not answered. */
  public int failures;

  /** So often it says that its settings are wrong. */
  public int wrong;

  /** Ranges that it gives are so far off. */
  public long shift;

  /** How often it was looked for new records. */
  public int looks;

  public int opened;
  public int closed;

  public TextTopic(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  public void add(String partition, String... lines) {
    partitions.computeIfAbsent(partition, name -> new ArrayList<>()).addAll(List.of(lines));
  }

  @Override
  public Map<String, Long> offered() {
    return Map.of();
  }

  @Override
  public String description() {
    return "topic";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public Storage storage(String location) {
    throw new UnsupportedOperationException("no storage");
  }

  @Override
  public DirectReader<String> open(DirectContext context) {
    opened++;
    return new TopicReader();
  }

  private void answer() throws IOException {
    if (failures > 0) {
      failures--;
      throw new IOException("no answer");
    }
    if (wrong > 0) {
      wrong--;
      throw new ConfigurationException("wrong settings");
    }
  }

  private final class TopicReader implements DirectReader<String> {
    @Override
    public Map<String, Long> partitions() throws IOException {
      looks++;
      answer();
      Map<String, Long> there = new TreeMap<>();
      partitions.keySet().forEach(name -> there.put(name, first.getOrDefault(name, 0L)));
      return there;
    }

    @Override
    public Optional<SourceRange> next(String partition, long from, Limit limit) {
      List<String> lines = partitions.get(partition);
      long until = from;
      long bytes = 0;
      while (until < lines.size() && until - from < limit.records() && bytes < limit.bytes()) {
        bytes += lines.get((int) until++).length();
      }
      return until == from
          ? Optional.empty()
          : Optional.of(
              new SourceRange(partition, from + shift, until + shift, until - from, bytes, 0));
    }

    @Override
    public void read(SourceRange range, Consumer<? super String> action) throws IOException {
      answer();
      long start = first.getOrDefault(range.partition(), 0L);
      if (range.from() < start) {
        throw new RecordsGoneException(
            range.partition(), range.from(), Math.min(start, range.until()), "retention");
      }
      partitions
          .get(range.partition())
          .subList((int) range.from(), (int) range.until())
          .forEach(action);
    }

    @Override
    public void journaled(String partition, long until) {
      journaled.merge(partition, until, Math::max);
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
