package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Pair;
import io.holdfast.testkit.pipelines.Model.Memory;
import io.holdfast.testkit.pipelines.Model.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A chain of operations on lists, batch after batch. */
final class PipelineModel {
  private final List<Operation> operations;
  private final IntPredicate takesRight;
  private final List<Memory> memories = new ArrayList<>();
  private final List<Memory> others = new ArrayList<>();

  PipelineModel(List<Operation> operations, IntPredicate takesRight) {
    this.operations = operations;
    this.takesRight = takesRight;
    operations.forEach(
        operation -> {
          memories.add(new Memory());
          others.add(new Memory());
        });
  }

  /** The result of the next batch; empty also if it has none. */
  List<Pair<String, Long>> next(
      Tick tick, List<Pair<String, Long>> left, List<Pair<String, Long>> right) {
    List<Pair<String, Long>> flow = left;
    Tick now = tick;
    boolean due = true;
    for (int i = 0; i < operations.size(); i++) {
      List<Pair<String, Long>> other = takesRight.test(i) ? right : left;
      if (now.unitMillis() > tick.unitMillis()) {
        // The second stream comes through a window as long as its slide.
        int units = (int) (now.unitMillis() / tick.unitMillis());
        other = new Model(List.of(), others.get(i), tick).window(other, units);
      }
      Model model = new Model(other, memories.get(i), now);
      operations.get(i).begin(model);
      if (due) {
        flow = operations.get(i).compute(flow, model);
      }
      now = new Tick(now.batchMillis(), now.unitMillis() * operations.get(i).slide(), now.input());
      due &= now.unitMillis() == tick.unitMillis() || now.batchMillis() % now.unitMillis() == 0;
    }
    return due ? flow : List.of();
  }
}
