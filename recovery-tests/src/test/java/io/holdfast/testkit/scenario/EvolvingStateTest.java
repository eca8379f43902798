package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.testkit.jobs.EvolvingJob;
import io.holdfast.testkit.jobs.EvolvingJob.Version;
import io.holdfast.testkit.jobs.Scenarios;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The classes of a state change from start to start, in the middle of crashes. */
final class EvolvingStateTest {
  private static final Set<String> PERMITS =
      Set.of(Version.THIRD.field("last"), Version.THIRD.field("notes"));

  private final Site site = Site.fresh(scenario(7, Version.FIRST), Conditions.NORMAL);

  /** The job whose lives run these versions, one after the other. */
  private static Scenario scenario(long seed, Version... versions) {
    Scenario like = Scenarios.crowded(new EvolvingJob(versions[0], PERMITS), 4, seed);
    return new Scenario(
        seed,
        life -> new EvolvingJob(versions[Math.min(life, versions.length - 1)], PERMITS),
        like.oracle(),
        like.records(),
        like.delivery(),
        like.settings(),
        like.earlier(),
        like.disturbances());
  }

  @Test
  void everyCrashMayBeFollowedByAnotherVersion() {
    explore(scenario(7, Version.FIRST, Version.SECOND, Version.THIRD));
  }

  @Test
  void everyCrashMayBeFollowedByTheVersionBefore() {
    explore(scenario(8, Version.SECOND, Version.THIRD, Version.SECOND));
  }

  private static void explore(Scenario scenario) {
    CrashExplorer.Result result =
        new CrashExplorer(scenario, Depth.all(1, 80), Conditions.NORMAL)
            .only(step -> step % 16 == 3)
            .explore();
    assertNull(result.failure(), () -> String.valueOf(result.failure()));
    assertTrue(result.nested() > 50, result::toString);
  }

  @Test
  void whatWouldBeLostIsRefusedWithoutPermission() {
    run(new EvolvingJob(Version.SECOND, Set.of()));
    Life life = life(new EvolvingJob(Version.THIRD, Set.of(Version.THIRD.field("last"))));
    String message = assertThrows(DriftException.class, life::start).getMessage();
    life.kill();
    assertTrue(
        message.contains(
            "'notes' is gone: allow its values to be dropped with"
                + " StreamingConfig.allowDropping(\""
                + Version.THIRD.field("notes")
                + "\")"),
        message);
    run(new EvolvingJob(Version.SECOND, Set.of()));
    run(new EvolvingJob(Version.THIRD, PERMITS));
  }

  private void run(EvolvingJob job) {
    Life life = life(job);
    life.start();
    life.runToEnd();
    assertNull(life.monitor().violation());
    assertEquals(Optional.empty(), job.wrong(site::place, scenario(7, Version.FIRST).records()));
    life.kill();
  }

  private Life life(EvolvingJob job) {
    Scenario like = scenario(7, Version.FIRST);
    Scenario scenario =
        new Scenario(
            7,
            life -> job,
            like.oracle(),
            like.records(),
            like.delivery(),
            like.settings(),
            List.of(),
            List.of());
    return new Life(scenario, site, 1, Conditions.NORMAL);
  }
}
