package io.holdfast.testkit.prove;

import io.holdfast.testkit.process.StepPoint;
import io.holdfast.testkit.process.StepPoint.Phase;
import io.holdfast.testkit.report.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which crashes of real processes are tried. */
public final class PointChoice {
  private final int count;
  private final List<ProcessCrash> only;

  private PointChoice(int count, List<ProcessCrash> only) {
    this.count = count;
    this.only = List.copyOf(only);
  }

  /** Every one. */
  public static PointChoice all() {
    return new PointChoice(Integer.MAX_VALUE, List.of());
  }

  /**
   * So many, spread over the components of the job and over the steps of each: every component gets
   * the same number, as far as it has so many, and one is drawn from each of as many equal parts of
   * its steps. So what a job writes itself, which is little beside its logs, is not left out.
   */
  public static PointChoice sample(int points) {
    if (points < 1) {
      throw new IllegalArgumentException(points + " points: at least 1");
    }
    return new PointChoice(points, List.of());
  }

  /** These, each as often as it stands here. */
  public static PointChoice only(List<ProcessCrash> crashes) {
    return new PointChoice(crashes.size(), crashes);
  }

  /** How this choice is called beside the number of points; empty for all. */
  String words(long points, long seed) {
    if (!only.isEmpty()) {
      return ", named by hand";
    }
    return count < points ? ", a sample chosen by seed " + seed : "";
  }

  /**
   * The crashes there are at these steps: before and after each, and inside a write, with the
   * process killed and with the machine stopped. Not inside with the machine stopped: half of a
   * write is not forced, so nothing of it would be left.
   */
  static List<ProcessCrash> at(Step step) {
    List<ProcessCrash> crashes = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      if (phase != Phase.INSIDE || step.action().equals("WRITE")) {
        crashes.add(new ProcessCrash(StepPoint.step(step.number(), phase), false));
      }
      if (phase != Phase.INSIDE) {
        crashes.add(new ProcessCrash(StepPoint.step(step.number(), phase), true));
      }
    }
    return crashes;
  }

  /** Those that are to be tried, in an order drawn by the seed, so that any beginning is spread. */
  List<ProcessCrash> of(List<Step> steps, long seed) {
    if (!only.isEmpty()) {
      return only;
    }
    Map<String, List<ProcessCrash>> byComponent = new LinkedHashMap<>();
    for (Step step : steps) {
      byComponent.computeIfAbsent(step.component(), name -> new ArrayList<>()).addAll(at(step));
    }
    Random random = new Random(seed);
    Map<String, Integer> shares = shares(byComponent);
    List<ProcessCrash> chosen = new ArrayList<>();
    byComponent.forEach(
        (component, crashes) -> {
          int share = shares.get(component);
          for (long part = 0; part < share; part++) {
            int from = (int) (part * crashes.size() / share);
            int to = (int) ((part + 1) * crashes.size() / share);
            chosen.add(crashes.get(from + random.nextInt(to - from)));
          }
        });
    Collections.shuffle(chosen, random);
    return chosen;
  }

  /** One for each component in turn, until enough are given. */
  private Map<String, Integer> shares(Map<String, List<ProcessCrash>> byComponent) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    byComponent.keySet().forEach(component -> shares.put(component, 0));
    int left = Math.min(count, byComponent.values().stream().mapToInt(List::size).sum());
    while (left > 0) {
      for (Map.Entry<String, List<ProcessCrash>> component : byComponent.entrySet()) {
        if (left > 0 && shares.get(component.getKey()) < component.getValue().size()) {
          shares.merge(component.getKey(), 1, Integer::sum);
          left--;
        }
      }
    }
    return shares;
  }
}
