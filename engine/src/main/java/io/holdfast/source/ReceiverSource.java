package io.holdfast.source;

import io.holdfast.stream.Guarantee;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * An input that is received, as the user defines it: a value without open resources, part of the
 * checkpointed graph.
 *
 * <p>A source of one's own that knows no positions stores its records with {@link
 * ReceiverContext#store(Object)} and promises {@link Guarantee#AT_MOST_ONCE}, or {@link
 * Guarantee#AT_LEAST_ONCE} if its sender repeats what was not acknowledged. What it promises is
 * printed at start and bounds the guarantee of every path from it.
 *
 * @param <T> records
 */
public interface ReceiverSource<T> extends Serializable {
  /**
   * What kind of input it is and where it comes from, in one line: {@code numbered TCP from
   * host:port}.
   */
  String description();

  RecordCodec<T> codec();

  /** What this source can promise up to the log, and why. */
  SourcePromise promise();

  Receiver<T> createReceiver();

  /** The sources of which this one is composed; itself, without a name, if it is not. */
  default List<Part<T>> parts() {
    return List.of(new Part<>("", this));
  }

  /**
   * One stream out of several sources. Each has a receiver of its own, that fails and is started
   * again without the others, and positions of its own, which are durable under its name: keep the
   * names when the job changes. Between records of different sources there is no order.
   *
   * @param byName the sources; a name is 1 to 64 letters, digits, '.', '_' or '-', beginning with a
   *     letter or digit
   * @throws io.holdfast.ConfigurationException if there is none, a name is not usable, or the
   *     codecs are not equal
   */
  static <T> ReceiverSource<T> several(Map<String, ? extends ReceiverSource<T>> byName) {
    return SeveralSources.of(byName);
  }

  /** A promise with its reason in one line. */
  record SourcePromise(Guarantee guarantee, String reason) {}

  /**
   * One of the sources of a stream.
   *
   * @param name unique among them; empty for the only one
   */
  record Part<T>(String name, ReceiverSource<T> source) implements Serializable {
    /** What stands before the names of its partitions where positions of the stream are kept. */
    public String prefix() {
      return name.isEmpty() ? "" : name + "/";
    }
  }
}
