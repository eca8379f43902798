package io.holdfast.benchmarks.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is compared, and what is expected of it.
 *
 * @param state how much every contender keeps
 * @param figures that are shown
 * @param reference whom all others are compared with; empty if there are only the goals
 * @param limit how long one run may take
 */
record Table(
    String name,
    String title,
    String state,
    List<Figure> figures,
    String reference,
    Duration limit,
    List<Entrant> entrants,
    List<Goal> goals) {
  static final List<String> KEYS =
      List.of("title", "state", "show", "reference", "limit-seconds", "options");

  /**
   * The same with some of its contenders, and the goals that are about no other.
   *
   * @throws IllegalArgumentException if it has no such
   */
  Table only(List<String> names) {
    Set<String> known = entrants.stream().map(Entrant::name).collect(Collectors.toSet());
    for (String wanted : names) {
      if (!known.contains(wanted)) {
        throw new IllegalArgumentException(
            "table "
                + name
                + " has no '"
                + wanted
                + "'. It has: "
                + entrants.stream().map(Entrant::name).collect(Collectors.joining(", ")));
      }
    }
    List<Entrant> left = entrants.stream().filter(each -> names.contains(each.name())).toList();
    List<Goal> about =
        goals.stream()
            .filter(goal -> names.contains(goal.of()))
            .filter(goal -> goal.absolute() || names.contains(goal.to()))
            .toList();
    String beside = names.contains(reference) ? reference : "";
    return new Table(name, title, state, figures, beside, limit, left, about);
  }

  /** The same with a tenth of the lines. */
  Table quick() {
    List<Entrant> quick = entrants.stream().map(Entrant::quick).toList();
    return new Table(name, title, state, figures, reference, limit, quick, goals);
  }

  /** The Maven modules that have to be built. */
  Set<String> modules() {
    return entrants.stream()
        .map(each -> each.contender().module())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The goals, and then everybody beside the reference where no goal says it. */
  List<Goal> comparisons() {
    List<Goal> all = new ArrayList<>(goals);
    for (Figure figure : figures) {
      for (Entrant entrant : entrants) {
        boolean said =
            goals.stream().anyMatch(goal -> goal.compares(figure, entrant.name(), reference));
        if (!reference.isEmpty() && !entrant.name().equals(reference) && !said) {
          all.add(Goal.ratio(figure, entrant.name(), reference));
        }
      }
    }
    return all;
  }
}
