package io.holdfast.testkit.bugs;

import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.Rdd;
import io.holdfast.engine.Assembly;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.stream.BatchTime;
import io.holdfast.testkit.jobs.CopyJob;
import io.holdfast.testkit.jobs.TwoStreamsJob;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Faults in how outputs are staged, commit, and say what they have committed. */
final class CommitBugs {
  private static final int FAILING_PUBLISH = 3;

  private CommitBugs() {}

  static List<SeededBug> all() {
    return List.of(
        unforced(
            "SKIP_FORCE_OF_OUTPUT",
            "forces no file of an output",
            path -> path.startsWith("out/_holdfast")),
        unforced(
            "PARTS_NOT_FORCED", "commits parts that are not forced", p -> p.contains("/part-")),
        unforced(
            "MANIFEST_NOT_FORCED",
            "publishes a manifest that is not forced",
            path -> path.endsWith("/_manifest")),
        unnamed(
            "SKIP_DIRECTORY_FORCE_OF_OUTPUT",
            "forces no directory of an output",
            directory -> directory.startsWith("out")),
        unnamed(
            "STAGED_NAMES_NOT_FORCED",
            "forces parts, but not their names",
            directory -> directory.contains("/staging/")),
        unnamed("PUBLISHED_NAME_NOT_FORCED", "does not force what it has renamed", "out"::equals),
        bug("MARKER_BEFORE_DATA", "publishes the manifest first and moves the parts behind it")
            .stored(real -> new FaultyOutputStorage.FileByFile(real, true)),
        bug("PUBLISHED_FILE_BY_FILE", "publishes part after part, the manifest last")
            .stored(real -> new FaultyOutputStorage.FileByFile(real, false)),
        bug(
                "LEFT_OVER_PARTS_TAKEN",
                "names staged parts after the batch alone, keeps what is there")
            .stored(FaultyOutputStorage.SharedStaging::new),
        bug("ALWAYS_COMMITTED", "says of every batch that it has committed")
            .assembled(each(Sure::new)),
        bug("COMMITS_WHEN_STAGED", "commits a batch as soon as it is staged")
            .assembled(each(AtOnce::new)),
        bug("COMPLETE_BEFORE_COMMITTED", "takes a commit for done when it is queued")
            .assembled(each(Queueing::new)),
        bug("COMPLETE_WITH_THE_FIRST_OUTPUT", "takes a batch for complete with its first output")
            .job(new TwoStreamsJob())
            .assembled(each(sound -> sound.name().equals("long") ? sound : new Queueing(sound))),
        bug("UNKNOWN_TAKEN_AS_COMMITTED", "goes on when a commit may or may not have happened")
            .on(CommitBugs::onePublishFails)
            .assembled(each(Hopeful::new)),
        bug("UNKNOWN_NOT_ASKED_AGAIN", "goes on with the next batch when it could ask again")
            .job(CopyJob.unanswered())
            .assembled(each(Hopeful::new)),
        bug("STAGED_AGAIN_UNASKED", "asks again with parts that it has staged anew")
            .job(CopyJob.unanswered())
            .assembled(each(StagedAgain::new)));
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("commit", name, mistake);
  }

  private static SeededBug unforced(String name, String mistake, Predicate<String> files) {
    return bug(name, mistake)
        .stored(
            real ->
                FaultyStorage.appending(
                    real, files, appender -> FaultyAppenders.forcing(appender, force -> false)));
  }

  private static SeededBug unnamed(String name, String mistake, Predicate<String> directories) {
    return bug(name, mistake).stored(real -> FaultyStorage.notForcing(real, directories));
  }

  private static void onePublishFails(SimulatedDisk disk) {
    int[] published = {0};
    disk.failWhen(
        operation ->
            operation.kind() == Kind.PUBLISH
                && operation.path().startsWith("out/_holdfast/counts/staging")
                && ++published[0] == FAILING_PUBLISH,
        Fault.IO_ERROR);
  }

  private static Supplier<Assembly> each(UnaryOperator<Output> faulty) {
    return () ->
        new Assembly() {
          @Override
          public Map<String, Output> outputs(
              DStreamGraph graph, Function<String, SinkContext> contexts, PrintStream console) {
            Map<String, Output> outputs =
                new LinkedHashMap<>(super.outputs(graph, contexts, console));
            outputs.replaceAll((name, output) -> faulty.apply(output));
            return outputs;
          }
        };
  }

  /** Hands every call on to another output. */
  private abstract static class ForwardingOutput implements Output {
    private final Output inner;

    ForwardingOutput(Output inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public boolean committed(BatchTime batch) {
      return inner.committed(batch);
    }

    @Override
    public CompletableFuture<Commit> stage(
        ExecutionBackend.Execution execution, Rdd<Object> rdd, BatchTime batch) {
      return inner.stage(execution, rdd, batch).thenApply(this::committing);
    }

    /** What is done in the place of a commit. */
    Commit committing(Commit sound) {
      return sound;
    }

    @Override
    public void abandon(BatchTime batch) {
      inner.abandon(batch);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private static final class Sure extends ForwardingOutput {
    Sure(Output inner) {
      super(inner);
    }

    @Override
    public boolean committed(BatchTime batch) {
      return true;
    }
  }

  private static final class AtOnce extends ForwardingOutput {
    AtOnce(Output inner) {
      super(inner);
    }

    @Override
    Commit committing(Commit sound) {
      CommitOutcome outcome = sound.run();
      return () -> outcome;
    }
  }

  /** Commits when the next batch does. */
  private static final class Queueing extends ForwardingOutput {
    private Commit queued;

    Queueing(Output inner) {
      super(inner);
    }

    @Override
    Commit committing(Commit sound) {
      return () -> {
        CommitOutcome outcome = queued == null ? new CommitOutcome.Committed(false) : queued.run();
        queued = sound;
        return outcome;
      };
    }
  }

  /** Commits by turns with what was staged first and what was staged then. */
  private static final class StagedAgain extends ForwardingOutput {
    StagedAgain(Output inner) {
      super(inner);
    }

    @Override
    public CompletableFuture<Commit> stage(
        ExecutionBackend.Execution execution, Rdd<Object> rdd, BatchTime batch) {
      return super.stage(execution, rdd, batch)
          .thenCompose(
              first ->
                  super.stage(execution, rdd, batch).thenApply(second -> byTurns(first, second)));
    }

    private static Commit byTurns(Commit first, Commit second) {
      int[] asked = {0};
      return () -> (asked[0]++ % 2 == 0 ? first : second).run();
    }
  }

  private static final class Hopeful extends ForwardingOutput {
    Hopeful(Output inner) {
      super(inner);
    }

    @Override
    Commit committing(Commit sound) {
      return () -> {
        CommitOutcome outcome = sound.run();
        return outcome instanceof CommitOutcome.Unknown
            ? new CommitOutcome.Committed(false)
            : outcome;
      };
    }
  }
}
