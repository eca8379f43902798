package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Operations on the rows of several batches; their model looks at all that they were given. */
enum WindowOperation implements Operation {
  WINDOW(1) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.window(other.name(), other.unit().multipliedBy(3));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.window(in, 3);
    }
  },
  WINDOW_WITH_SLIDE(2) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.window(other.name(), length(other, 4), length(other, slide()));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.window(in, 4);
    }
  },
  COUNT_BY_WINDOW(2) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.countByWindow(other.name(), length(other, 3), length(other, slide()))
          .mapToPair(count -> new Pair<>("lock", count));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      // A 0 is told once, when the last rows have left since the last time that it was told
      // anything.
      long count = model.window(in, 3).size();
      Map<String, Long> state = model.memory().state();
      long held = state.merge("held", (long) in.size(), Long::sum);
      if (model.tick().batchMillis() % (slide() * model.tick().unitMillis()) == 0) {
        state.put("held", count);
      }
      return held == 0 ? List.of() : List.of(new Pair<>("lock", count));
    }
  },
  REDUCE_BY_WINDOW(1) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(
          in.reduceByWindow(
              other.name(), WindowOperation::greatest, length(other, 3), length(other, slide())));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.window(in, 3).stream().reduce(WindowOperation::greatest).stream().toList();
    }
  },
  REDUCE_BY_WINDOW_AND_INVERSE(3) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.map(Pair::value)
          .reduceByWindow(
              other.name(), Long::sum, (a, b) -> a - b, length(other, 5), length(other, slide()))
          .mapToPair(sum -> new Pair<>("reef", sum));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      List<Pair<String, Long>> window = model.window(in, 5);
      return window.isEmpty()
          ? List.of()
          : List.of(new Pair<>("reef", Model.sum(window.stream().map(Pair::value).toList())));
    }
  },
  COUNT_BY_VALUE_AND_WINDOW(1) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.countByValueAndWindow(other.name(), length(other, 2), length(other, slide()))
          .mapToPair(row -> new Pair<>(row.key().key(), 10 * row.key().value() + row.value()));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return RowOperation.COUNT_BY_VALUE.compute(model.window(in, 2), model);
    }
  },
  GROUP_BY_KEY_AND_WINDOW(3) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.groupByKeyAndWindow(other.name(), length(other, 3), length(other, slide()))
          .mapValues(values -> values.size() + 31 * Model.sum(values));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return KeyOperation.GROUP_BY_KEY.compute(model.window(in, 3), model);
    }
  },
  REDUCE_BY_KEY_AND_WINDOW(1) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.reduceByKeyAndWindow(
          other.name(), Math::max, length(other, 7), length(other, slide()));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.groups(
          model.window(in, 7),
          (k, values, out) ->
              out.add(new Pair<>(k, values.stream().mapToLong(v -> v).max().orElseThrow())));
    }
  },
  REDUCE_BY_KEY_AND_WINDOW_AND_INVERSE(2) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.reduceByKeyAndWindow(
          other.name(), Long::sum, (a, b) -> a - b, length(other, 3), length(other, slide()));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return KeyOperation.REDUCE_BY_KEY.compute(model.window(in, 3), model);
    }
  },
  REDUCE_BY_KEY_AND_WINDOW_FILTERED(1) {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.reduceByKeyAndWindow(
          other.name(),
          Long::sum,
          (a, b) -> a - b,
          length(other, 4),
          length(other, slide()),
          row -> row.value() % 2 == 0);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return KeyOperation.REDUCE_BY_KEY.compute(model.window(in, 4), model).stream()
          .filter(row -> row.value() % 2 == 0)
          .toList();
    }
  };

  private final int slide;

  WindowOperation(int slide) {
    this.slide = slide;
  }

  @Override
  public int slide() {
    return slide;
  }

  private static Duration length(Operation.Other other, int units) {
    return other.unit().multipliedBy(units);
  }

  private static Pair<String, Long> greatest(Pair<String, Long> a, Pair<String, Long> b) {
    int order = Long.compare(a.value(), b.value());
    return order > 0 || (order == 0 && a.key().compareTo(b.key()) > 0) ? a : b;
  }
}
