package io.holdfast.testkit.report;

import io.holdfast.testkit.report.HtmlTimeline.Highlight;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the steps that a counterexample is about: those that its story calls {@code step 12}. The
 * first that its point or what is wrong names so is the crash; if none is, the first step at which
 * the report has a wrong outcome.
 */
final class StorySteps {
  private static final Pattern STEP = Pattern.compile("\\bstep (\\d{1,18})\\b");
  private static final Highlight NOTHING = new Highlight(-1, Set.of());

  private StorySteps() {}

  static Highlight of(ProofReport report) {
    return report.counterexample().map(found -> of(report, found)).orElse(NOTHING);
  }

  private static Highlight of(ProofReport report, Counterexample found) {
    Set<Long> named = named(found.point() + "\n" + found.what());
    long crash = named.stream().findFirst().orElseGet(() -> firstBad(report));
    Set<Long> steps = named(String.join("\n", found.story()));
    steps.addAll(named);
    if (crash >= 0) {
      steps.add(crash);
    }
    return new Highlight(crash, steps);
  }

  private static Set<Long> named(String text) {
    Set<Long> steps = new LinkedHashSet<>();
    Matcher matcher = STEP.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      steps.add(Long.parseLong(matcher.group(1)));
    }
    return steps;
  }

  private static long firstBad(ProofReport report) {
    return report.points().stream()
        .filter(
            point -> point.outcome() == Outcome.WRONG || point.outcome() == Outcome.NOT_RECOVERED)
        .mapToLong(PointOutcome::step)
        .findFirst()
        .orElse(-1);
  }
}
