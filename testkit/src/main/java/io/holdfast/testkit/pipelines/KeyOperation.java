package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operations on the values of keys. */
enum KeyOperation implements Operation {
  MAP_VALUES {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.mapValues(value -> value + 7);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(in, (k, v, out) -> out.add(new Pair<>(k, v + 7)));
    }
  },
  FLAT_MAP_VALUES {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.flatMapValues(value -> value % 2 == 0 ? List.of() : List.of(value, -value));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(
          in,
          (k, v, out) -> {
            if (v % 2 != 0) {
              out.add(new Pair<>(k, v));
              out.add(new Pair<>(k, -v));
            }
          });
    }
  },
  PARTITION_BY {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.partitionBy((key, partitions) -> key.charAt(0) % partitions, 5);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return in;
    }
  },
  REDUCE_BY_KEY {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.reduceByKey(Long::sum);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.groups(in, (k, values, out) -> out.add(new Pair<>(k, Model.sum(values))));
    }
  },
  GROUP_BY_KEY {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.groupByKey().mapValues(values -> values.size() + 31 * Model.sum(values));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.groups(
          in, (k, values, out) -> out.add(new Pair<>(k, values.size() + 31 * Model.sum(values))));
    }
  },
  COMBINE_BY_KEY {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.combineByKey(
          value -> value * value, (squares, value) -> squares + value * value, Long::sum);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.groups(
          in,
          (k, values, out) -> out.add(new Pair<>(k, values.stream().mapToLong(v -> v * v).sum())));
    }
  },
  COGROUP {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.cogroup(other.stream()).mapValues(KeyOperation::folded);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      List<Pair<String, Long>> out = new ArrayList<>();
      for (String key : model.keysOfBoth(in)) {
        out.add(
            new Pair<>(
                key, folded(new Grouped<>(Model.of(in, key), Model.of(model.other(), key)))));
      }
      return out;
    }
  },
  JOIN {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.join(other.stream()).mapValues(both -> 2 * both.key() - both.value());
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.joined(in, false, false, (l, r) -> 2 * l.orElseThrow() - r.orElseThrow());
    }
  },
  LEFT_OUTER_JOIN {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.leftOuterJoin(other.stream())
          .mapValues(both -> 2 * both.key() - both.value().orElse(100L));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.joined(in, false, true, (l, r) -> 2 * l.orElseThrow() - r.orElse(100L));
    }
  },
  RIGHT_OUTER_JOIN {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.rightOuterJoin(other.stream())
          .mapValues(both -> 2 * both.key().orElse(100L) - both.value());
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.joined(in, true, false, (l, r) -> 2 * l.orElse(100L) - r.orElseThrow());
    }
  },
  FULL_OUTER_JOIN {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.fullOuterJoin(other.stream())
          .mapValues(both -> 2 * both.key().orElse(100L) - both.value().orElse(50L));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.joined(in, true, true, (l, r) -> 2 * l.orElse(100L) - r.orElse(50L));
    }
  },
  JOIN_TABLE {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.joinTable(TABLE).mapValues(both -> both.key() + both.value());
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(
          in,
          (k, v, out) -> {
            if (TABLE.containsKey(k)) {
              out.add(new Pair<>(k, v + TABLE.get(k)));
            }
          });
    }
  },
  LEFT_OUTER_JOIN_TABLE {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.leftOuterJoinTable(TABLE).mapValues(both -> both.key() + both.value().orElse(-1L));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(in, (k, v, out) -> out.add(new Pair<>(k, v + TABLE.getOrDefault(k, -1L))));
    }
  };

  private static final Map<String, Long> TABLE = Map.of("lock", 4L, "reef", 9L, "fast", -2L);

  private static long folded(Grouped<Long, Long> both) {
    return both.left().size() + 2L * both.right().size() + Model.sum(both.left());
  }
}
