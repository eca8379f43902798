package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.State;
import io.holdfast.stream.StateDStream;
import io.holdfast.stream.StateSpec;
import java.util.ArrayList;
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
      Map<String, Long> state = model.memory().state();
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
  },
  UPDATE_STATE_BY_KEY_FROM_INITIAL {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.updateStateByKey(other.name(), StateOperation::updated, INITIAL);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return UPDATE_STATE_BY_KEY.compute(in, model);
    }
  },
  MAP_WITH_STATE {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(
          in.reduceByKey(Long::sum)
              .mapWithState(other.name(), StateSpec.of(StateOperation::mapped)));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return mappedRows(in, model);
    }
  },
  MAP_WITH_STATE_AND_TIMEOUT {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(timed(in, other));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      List<Pair<String, Long>> rows = new ArrayList<>(mappedRows(in, model));
      rows.addAll(timedOut(model));
      return rows;
    }
  },
  REMEMBER {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      in.remember(other.name(), other.unit().multipliedBy(3));
      return in;
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return in;
    }
  },
  STATE_SNAPSHOTS {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return timed(in, other).stateSnapshots();
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      mappedRows(in, model);
      timedOut(model);
      List<Pair<String, Long>> rows = new ArrayList<>();
      model.memory().state().forEach((key, value) -> rows.add(new Pair<>(key, value)));
      return rows;
    }
  };

  private static final Map<String, Long> INITIAL = Map.of("lock", 3L, "nobody", 1L);
  private static final int TIMEOUT_UNITS = 3;
  private static final String BEGUN = "begun";

  private static StateDStream<String, Long, Pair<String, Long>> timed(
      PairDStream<String, Long> in, Other other) {
    return in.reduceByKey(Long::sum)
        .mapWithState(
            other.name(),
            StateSpec.<String, Long, Long, Pair<String, Long>>of(StateOperation::mapped)
                .initialState(INITIAL)
                .timeout(other.unit().multipliedBy(TIMEOUT_UNITS)));
  }

  /** Adds up; a sum that 4 divides is removed, and a key whose time is over leaves its sum. */
  private static Optional<Pair<String, Long>> mapped(
      String key, Optional<Long> value, State<Long> state) {
    long before = state.value().orElse(0L);
    if (state.isTimingOut()) {
      return Optional.of(new Pair<>(key, -before));
    }
    long sum = before + value.orElseThrow();
    if (sum % 4 == 0) {
      state.remove();
    } else {
      state.update(sum);
    }
    return sum % 3 == 0 ? Optional.empty() : Optional.of(new Pair<>(key, sum));
  }

  @Override
  public void begin(Model model) {
    boolean initial = this != UPDATE_STATE_BY_KEY && this != MAP_WITH_STATE;
    if (initial && model.memory().times().putIfAbsent(BEGUN, Long.MAX_VALUE) == null) {
      model.memory().state().putAll(INITIAL);
      INITIAL.keySet().forEach(key -> model.memory().times().put(key, model.tick().batchMillis()));
    }
  }

  private static List<Pair<String, Long>> mappedRows(List<Pair<String, Long>> in, Model model) {
    Map<String, Long> state = model.memory().state();
    return model.groups(
        in,
        (key, values, out) -> {
          long sum = state.getOrDefault(key, 0L) + Model.sum(values);
          state.put(key, sum);
          model.memory().times().put(key, model.tick().batchMillis());
          if (sum % 4 == 0) {
            state.remove(key);
          }
          if (sum % 3 != 0) {
            out.add(new Pair<>(key, sum));
          }
        });
  }

  private static List<Pair<String, Long>> timedOut(Model model) {
    long limit = model.tick().batchMillis() - TIMEOUT_UNITS * model.tick().unitMillis();
    List<Pair<String, Long>> out = new ArrayList<>();
    for (String key : List.copyOf(model.memory().state().keySet())) {
      if (model.memory().times().get(key) <= limit) {
        out.add(new Pair<>(key, -model.memory().state().remove(key)));
      }
    }
    return out;
  }

  private static Optional<Long> updated(List<Long> values, Optional<Long> before) {
    long sum = before.orElse(0L) + Model.sum(values);
    return sum % 5 == 0 ? Optional.empty() : Optional.of(sum);
  }
}
