package io.holdfast.testkit.chaos;

import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.testkit.process.Milestone;
import io.holdfast.testkit.process.StepPlan;
import io.holdfast.testkit.process.StepPoint;
import io.holdfast.testkit.process.StepPoint.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Ways in which a life of a job is ended. What is left to chance follows from a seed. */
enum KillKind {
  /** SIGKILL at any time: while it starts, while it recovers, while it runs. */
  RANDOM,

  /** At each durable step F1 to F8, before it and after it, in turn. */
  MILESTONE {
    @Override
    JobSpec prepare(JobSpec base, int index, SplittableRandom random) {
      StepPoint point = MILESTONES.get(index % MILESTONES.size());
      long occurrence = 1L + random.nextInt(3);
      return base.with(
          StepPlan.COUNT_ONLY.endingAt(
              StepPoint.of(point.milestone().orElseThrow(), point.phase(), occurrence)));
    }

    @Override
    JobEnd end(JobProcess life, SplittableRandom random) throws InterruptedException {
      return atItsPoint(life);
    }

    @Override
    boolean tears() {
      return false;
    }
  },

  /** At one of the first steps of a start. */
  RECOVERY {
    @Override
    JobSpec prepare(JobSpec base, int index, SplittableRandom random) {
      return base.with(
          StepPlan.COUNT_ONLY.endingAt(
              StepPoint.step(random.nextInt(STEPS_OF_A_START), phase(random))));
    }

    @Override
    JobEnd end(JobProcess life, SplittableRandom random) throws InterruptedException {
      return atItsPoint(life);
    }
  },

  /** SIGKILL of the job and of the feeder that it has started. */
  TREE {
    @Override
    Class<? extends LifeConditions> conditions() {
      return FedByChild.class;
    }

    @Override
    JobEnd end(JobProcess life, SplittableRandom random) throws InterruptedException {
      if (!life.awaitBatches(1, LIMIT)) {
        return life.awaitEnd(LIMIT);
      }
      if (life.children().isEmpty()) {
        throw new AssertionError("the job runs without its feeder");
      }
      return life.endsWithin(Duration.ofMillis(random.nextInt(80)))
          ? life.awaitEnd(LIMIT)
          : life.killTree();
    }
  },

  /** At any step, and everything that was not forced is lost, as when the machine stops. */
  MACHINE_STOP {
    @Override
    JobSpec prepare(JobSpec base, int index, SplittableRandom random) {
      StepPoint point =
          random.nextInt(4) == 0
              ? MILESTONES.get(random.nextInt(MILESTONES.size()))
              : StepPoint.step(random.nextInt(4 * STEPS_OF_A_START), phase(random));
      return base.with(StepPlan.COUNT_ONLY.endingAt(point).losingUnforced());
    }

    @Override
    JobEnd end(JobProcess life, SplittableRandom random) throws InterruptedException {
      return atItsPoint(life);
    }
  },

  /** SIGKILL at any time; in each life the wall clock is an hour behind that of the life before. */
  CLOCK_BACK {
    @Override
    JobSpec prepare(JobSpec base, int index, SplittableRandom random) {
      return base.withClockOff(Duration.ofHours(-index));
    }

    @Override
    JobSpec finish(JobSpec base, int kills) {
      return base.withClockOff(Duration.ofHours(-kills));
    }
  },

  /**
   * Every force takes up to 20 ms longer, so that much is under way when the machine stops with all
   * that was not forced lost.
   */
  SLOW_DISK {
    @Override
    JobSpec prepare(JobSpec base, int index, SplittableRandom random) {
      StepPoint at = MILESTONES.get(random.nextInt(MILESTONES.size()));
      return base.with(
          StepPlan.COUNT_ONLY
              .endingAt(
                  StepPoint.of(at.milestone().orElseThrow(), at.phase(), 1L + random.nextInt(3)))
              .losingUnforced()
              .forcesSlowerBy(Duration.ofMillis(1 + random.nextInt(20))));
    }

    @Override
    JobEnd end(JobProcess life, SplittableRandom random) throws InterruptedException {
      return atItsPoint(life);
    }
  };

  static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int STEPS_OF_A_START = 80;
  private static final List<Phase> PHASES = List.of(Phase.BEFORE, Phase.INSIDE, Phase.AFTER);
  private static final List<StepPoint> MILESTONES = milestones();

  private static List<StepPoint> milestones() {
    List<StepPoint> points = new ArrayList<>();
    for (Milestone milestone : Milestone.values()) {
      points.add(StepPoint.of(milestone, Phase.BEFORE, 1));
      points.add(StepPoint.of(milestone, Phase.AFTER, 1));
    }
    return points;
  }

  /** Under which all lives run. */
  Class<? extends LifeConditions> conditions() {
    return LifeConditions.Normal.class;
  }

  /** What the life is started with. */
  JobSpec prepare(JobSpec base, int index, SplittableRandom random) {
    return base;
  }

  /** What the last life is started with, which is not killed. */
  JobSpec finish(JobSpec base, int kills) {
    return base;
  }

  /** Ends the life, or waits until it ends itself. */
  JobEnd end(JobProcess life, SplittableRandom random) throws InterruptedException {
    return random.nextInt(3) == 0 ? killAnyTime(life, random) : killWithBatches(life, random);
  }

  /** Whether a write may be cut in two, so that a log has bytes to set aside. */
  boolean tears() {
    return true;
  }

  /** From the start of the JVM on, often before the job has done anything. */
  private static JobEnd killAnyTime(JobProcess life, SplittableRandom random)
      throws InterruptedException {
    return life.endsWithin(Duration.ofMillis(random.nextInt(900)))
        ? life.awaitEnd(LIMIT)
        : life.kill();
  }

  private static JobEnd killWithBatches(JobProcess life, SplittableRandom random)
      throws InterruptedException {
    boolean lives = life.awaitBatches(1, LIMIT);
    return !lives || life.endsWithin(Duration.ofMillis(random.nextInt(120)))
        ? life.awaitEnd(LIMIT)
        : life.kill();
  }

  private static JobEnd atItsPoint(JobProcess life) throws InterruptedException {
    JobEnd end = life.awaitEnd(LIMIT);
    if (!end.atItsPoint()) {
      throw new AssertionError("it did not come to its point, but ended with " + end);
    }
    return end;
  }

  private static Phase phase(SplittableRandom random) {
    return PHASES.get(random.nextInt(PHASES.size()));
  }
}
