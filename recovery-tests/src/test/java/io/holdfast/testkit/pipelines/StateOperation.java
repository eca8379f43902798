package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations with a state over batches. */
enum StateOperation implements Operation {
  UPDATE_STATE_BY_KEY {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.updateStateByKey(other.name(), StateOperation::updated);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      Map<String, Long> state = model.state();
      return model.groups(
          in,
          (k, values, out) -> {
            Optional<Long> next = updated(values, Optional.ofNullable(state.get(k)));
            if (next.isPresent()) {
              state.put(k, next.get());
              out.add(new Pair<>(k, next.get()));
            } else {
              state.remove(k);
            }
          });
    }
  };

  private static Optional<Long> updated(List<Long> values, Optional<Long> before) {
    long sum = before.orElse(0L) + Model.sum(values);
    return sum % 5 == 0 ? Optional.empty() : Optional.of(sum);
  }
}
