package io.holdfast.spark;

import io.holdfast.backend.SentSplit;
import io.holdfast.backend.SentSplit.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the blocks of a batch into groups of about equal size, neighbours together. */
final class SplitGroups {
  private static final int HOSTS = 3;

  private final BlockHosts hosts;

  SplitGroups(BlockHosts hosts) {
    this.hosts = hosts;
  }

  <T> List<SplitsPartition<T>> of(List<SentSplit<T>> splits, int most) {
    long total = splits.stream().mapToLong(SentSplit::lengthBytes).sum();
    int count = Math.min(most, splits.size());
    List<SplitsPartition<T>> groups = new ArrayList<>();
    List<SentSplit<T>> group = new ArrayList<>();
    long weight = 0;
    for (int i = 0; i < splits.size(); i++) {
      group.add(splits.get(i));
      weight += splits.get(i).lengthBytes();
      boolean full =
          total == 0
              ? (i + 1L) * count / splits.size() > groups.size()
              : weight * count >= total * (groups.size() + 1);
      if (full || i == splits.size() - 1) {
        groups.add(new SplitsPartition<>(groups.size(), List.copyOf(group), most(group)));
        group.clear();
      }
    }
    return groups;
  }

  /** Executors that have a copy in memory, or else hosts that have it on disk. */
  private List<String> near(Location place) {
    List<String> copies = place.copied() ? Copies.places(place) : List.of();
    return copies.isEmpty() ? hosts.of(place) : copies;
  }

  /** The hosts that have most bytes of a group. */
  private <T> List<String> most(List<SentSplit<T>> group) {
    Map<String, Long> bytes = new HashMap<>();
    for (SentSplit<T> split : group) {
      split
          .location()
          .ifPresent(
              place ->
                  near(place).forEach(host -> bytes.merge(host, split.lengthBytes(), Long::sum)));
    }
    return bytes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(HOSTS)
        .map(Map.Entry::getKey)
        .toList();
  }
}
