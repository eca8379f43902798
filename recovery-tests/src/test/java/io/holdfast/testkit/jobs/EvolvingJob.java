package io.holdfast.testkit.jobs;

import io.holdfast.examples.WordCount;
import io.holdfast.examples.Words;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The word count again and again, by one version of the code after the other: the class of its
 * state gets a field, a wider one, a new name, and loses two.
 *
 * @param version of the code
 * @param permits fields whose values may be dropped
 */
public record EvolvingJob(Version version, Set<String> permits) implements ModelledJob {
  private static final int TALLY_ID = 1007;

  /** A version of the code. */
  public enum Version {
    FIRST(First.class) {
      @Override
      Tally tally(String word, long inBatch, long total) {
        return new First((int) total, word, inBatch);
      }
    },
    SECOND(Second.class) {
      @Override
      Tally tally(String word, long inBatch, long total) {
        return new Second(word, total, List.of(word, word), inBatch);
      }
    },
    THIRD(Third.class) {
      @Override
      Tally tally(String word, long inBatch, long total) {
        return new Third(inBatch, total);
      }
    };

    private final Class<?> type;

    Version(Class<?> type) {
      this.type = type;
    }

    abstract Tally tally(String word, long inBatch, long total);

    /** A field of this version's class, as a permission names it. */
    public String field(String name) {
      return type.getName() + "#" + name;
    }
  }

  /** What is counted of a word. */
  private interface Tally {
    long inBatch();

    long count();
  }

  private record First(int number, String last, long inBatch) implements Tally {
    @Override
    public long count() {
      return number;
    }
  }

  private record Second(String last, long number, List<String> notes, long inBatch)
      implements Tally {
    @Override
    public long count() {
      return number;
    }
  }

  private record Third(long inBatch, long number) implements Tally {
    @Override
    public long count() {
      return number;
    }
  }

  @Override
  public String name() {
    return "evolving";
  }

  @Override
  public List<String> streams() {
    return List.of("lines");
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    config.register(
        TALLY_ID,
        version.type,
        First.class.getName(),
        Second.class.getName(),
        Third.class.getName());
    permits.forEach(config::allowDropping);
  }

  @Override
  public void define(StreamingContext context) {
    Version writer = version;
    context
        .receiverStream("lines", new AnySource())
        .flatMap(Words::of)
        .mapToPair(word -> new Pair<>(word, word))
        .<Tally>updateStateByKey(
            "tallies", (words, before) -> Optional.of(next(writer, words, before)))
        .map(tally -> tally.key() + "\t" + tally.value().inBatch() + "\t" + tally.value().count())
        .writeTo(WordCount.OUTPUT, new TextFileSink("/out"));
  }

  private static Tally next(Version writer, List<String> words, Optional<Tally> before) {
    long total = before.map(Tally::count).orElse(0L) + words.size();
    return writer.tally(words.get(0), words.size(), total);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    return new WordCountJob().wrong(places, records);
  }
}
