package io.holdfast.source;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.Guarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sources that make one stream together. The supervisor runs a receiver for each; there is none for
 * all of them.
 */
record SeveralSources<T>(List<Part<T>> parts) implements ReceiverSource<T> {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  static <T> ReceiverSource<T> of(Map<String, ? extends ReceiverSource<T>> byName) {
    if (byName.isEmpty()) {
      throw new ConfigurationException("A stream of several sources needs at least one.");
    }
    List<Part<T>> parts = new ArrayList<>();
    new TreeMap<>(byName).forEach((name, source) -> parts.addAll(named(name, source)));
    RecordCodec<T> codec = parts.get(0).source().codec();
    for (Part<T> part : parts) {
      if (!part.source().codec().equals(codec)) {
        throw new ConfigurationException(
            "The sources '"
                + parts.get(0).name()
                + "' and '"
                + part.name()
                + "' of one stream write their records in different ways: their codecs are not"
                + " equal. Give both the same codec, or make two streams and their union.");
      }
    }
    return new SeveralSources<>(List.copyOf(parts));
  }

  /** A source that is composed itself gives its parts, each under both names. */
  private static <T> List<Part<T>> named(String name, ReceiverSource<T> source) {
    if (!name.matches(NAME)) {
      throw new ConfigurationException(
          "The source name '"
              + name
              + "' is not usable: 1 to 64 letters, digits, '.', '_' or '-', beginning with a"
              + " letter or digit.");
    }
    return source.parts().stream()
        .map(
            part ->
                new Part<>(part.name().isEmpty() ? name : name + "/" + part.name(), part.source()))
        .toList();
  }

  @Override
  public String description() {
    return parts.stream()
        .map(part -> part.name() + ": " + part.source().description())
        .collect(Collectors.joining("; "));
  }

  @Override
  public RecordCodec<T> codec() {
    return parts.get(0).source().codec();
  }

  /** The weakest promise, with the reasons of all. */
  @Override
  public SourcePromise promise() {
    Guarantee weakest = Guarantee.EXACTLY_ONCE;
    List<String> reasons = new ArrayList<>();
    for (Part<T> part : parts) {
      SourcePromise promise = part.source().promise();
      weakest = weakest.and(promise.guarantee());
      reasons.add(part.name() + ": " + promise.guarantee() + ", " + promise.reason());
    }
    return new SourcePromise(weakest, "the weakest of " + String.join("; ", reasons));
  }

  @Override
  public Receiver<T> createReceiver() {
    throw new IllegalStateException(
        "Several sources have a receiver each; ask those of parts() for theirs.");
  }
}
