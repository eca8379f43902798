package io.holdfast.testkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import io.holdfast.testkit.process.StepPoint.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points and lives as text. */
final class StepPointTest {
  @ParameterizedTest
  @ValueSource(strings = {"F4:after:3", "F5:before:1", "F1:inside:2", "0:before", "120:inside"})
  void pointIsReadAsItWasWritten(String text) {
    assertEquals(text, StepPoint.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F9:after:1",
        "F4:after:0",
        "F5:inside:1",
        "F7:inside:1",
        "after:3",
        "",
        "-1:before"
      })
  void otherPointsAreRefused(String text) {
    assertThrows(ConfigurationException.class, () -> StepPoint.parse(text));
  }

  @Test
  void lifeIsReadAsItWasWritten() {
    JobSpec spec =
        JobSpec.of("a.Job", Path.of("dir"), Path.of("in"))
            .running("other.jar#a.Job")
            .withClassPath(List.of(Path.of("/a.jar"), Path.of("/b.jar")))
            .keepingSourcesOf(Set.of("lines", "words"))
            .atLinesPerSecond(7)
            .every(Duration.ofMillis(30))
            .withClockOff(Duration.ofHours(-1))
            .with(
                StepPlan.COUNT_ONLY
                    .endingAt(StepPoint.of(Milestone.F4, Phase.AFTER, 3))
                    .losingUnforced()
                    .forcesSlowerBy(Duration.ofMillis(4))
                    .tracedTo(Path.of("trace").toAbsolutePath()));
    assertEquals(spec, JobSpec.parse(spec.toArguments().toArray(String[]::new)));
  }
}
