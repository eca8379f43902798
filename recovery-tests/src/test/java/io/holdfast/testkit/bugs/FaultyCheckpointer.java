package io.holdfast.testkit.bugs;

import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.engine.Assembly;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.checkpointing.CheckpointImage;
import io.holdfast.engine.checkpointing.Checkpointer;
import io.holdfast.engine.checkpointing.GraphSections;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.checkpointing.Retention;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Checkpointers with a fault. */
class FaultyCheckpointer extends Checkpointer {
  private final Parts parts;

  /** What a checkpointer is made of. */
  record Parts(
      CheckpointStore store,
      GraphSections sections,
      RetentionPolicy policy,
      List<Kept> kept,
      Lanes lanes,
      Checkpointer.Callbacks callbacks) {}

  FaultyCheckpointer(Parts parts) {
    this(parts, parts.policy);
  }

  FaultyCheckpointer(Parts parts, Retention retention) {
    super(
        parts.store, parts.sections, retention, parts.kept, parts.lanes, () -> 0, parts.callbacks);
    this.parts = parts;
  }

  Parts parts() {
    return parts;
  }

  static Supplier<Assembly> assembly(Function<Parts, Checkpointer> maker) {
    return () ->
        new Assembly() {
          @Override
          public Checkpointer checkpointer(
              CheckpointStore store,
              GraphSections sections,
              EngineSettings settings,
              List<Kept> kept,
              Lanes lanes,
              Checkpointer.Callbacks callbacks) {
            return maker.apply(
                new Parts(store, sections, settings.retention(), kept, lanes, callbacks));
          }
        };
  }

  /** Decides wrongly what may go. */
  static Supplier<Assembly> retaining(Function<RetentionPolicy, Retention> faulty) {
    return assembly(parts -> new FaultyCheckpointer(parts, faulty.apply(parts.policy)));
  }

  /** Takes wrong images. */
  static Supplier<Assembly> imaging(UnaryOperator<CheckpointImage> faulty) {
    return assembly(
        parts ->
            new FaultyCheckpointer(parts) {
              @Override
              public void writeNow(CheckpointImage image) {
                super.writeNow(faulty.apply(image));
              }

              @Override
              public void request(Supplier<CheckpointImage> image) {
                super.request(() -> faulty.apply(image.get()));
              }
            });
  }

  /** Takes wrong positions of some logs. */
  static Supplier<Assembly> positioning(Predicate<String> logs, UnaryOperator<Position> faulty) {
    return imaging(
        image ->
            withPositions(
                image, (log, position) -> logs.test(log) ? faulty.apply(position) : position));
  }

  static CheckpointImage withPositions(
      CheckpointImage image, BiFunction<String, Position, Position> faulty) {
    Map<String, Position> positions = new TreeMap<>(image.positions().logs());
    positions.replaceAll(faulty);
    return new CheckpointImage(
        image.id(), image.state(), image.outputs(), new LogPositions(positions), image.meta());
  }

  /** Does not write, and says that it has. */
  static final class NotWriting extends FaultyCheckpointer {
    NotWriting(Parts parts) {
      super(parts);
    }

    @Override
    protected CompletableFuture<Long> write(CheckpointImage image) {
      return CompletableFuture.completedFuture(0L);
    }
  }
}
