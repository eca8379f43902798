package io.holdfast.testkit.pipelines;

import io.holdfast.backend.Rdd;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StorageLevel;
import java.util.ArrayList;
import java.util.List;

/** Operations on rows as they are. */
enum RowOperation implements Operation {
  MAP {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.mapToPair(pair -> new Pair<>(next(pair.key()), 3 * pair.value()));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(in, (k, v, out) -> out.add(new Pair<>(next(k), 3 * v)));
    }
  },
  FLAT_MAP {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(
          in.flatMap(pair -> List.of(pair, new Pair<>(next(pair.key()), pair.value() + 1))));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(
          in,
          (k, v, out) -> {
            out.add(new Pair<>(k, v));
            out.add(new Pair<>(next(k), v + 1));
          });
    }
  },
  FILTER {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.filter(pair -> pair.value() % 3 != 0);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return in.stream().filter(pair -> pair.value() % 3 != 0).toList();
    }
  },
  MAP_PARTITIONS {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(
          in.mapPartitions(
              rows -> {
                List<Pair<String, Long>> doubled = new ArrayList<>();
                rows.forEachRemaining(p -> doubled.add(new Pair<>(p.key(), 2 * p.value())));
                return doubled.iterator();
              }));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(in, (k, v, out) -> out.add(new Pair<>(k, 2 * v)));
    }
  },
  GLOM {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(in.glom().flatMap(rows -> rows));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return in;
    }
  },
  REPARTITION {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.repartition(3);
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return in;
    }
  },
  CACHE {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      PairDStream<String, Long> cached = in.cache();
      return cached.union(cached.mapValues(value -> -value));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.each(
          in,
          (k, v, out) -> {
            out.add(new Pair<>(k, v));
            out.add(new Pair<>(k, -v));
          });
    }
  },
  PERSIST_ON_DISK {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      PairDStream<String, Long> kept = in.persist(StorageLevel.DISK);
      return kept.union(kept.mapValues(value -> -value));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return CACHE.compute(in, model);
    }
  },
  PERSIST_IN_MEMORY_AND_ON_DISK {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.transformToPair(
          batch -> {
            Rdd<Pair<String, Long>> kept = batch.persist(StorageLevel.MEMORY_AND_DISK);
            return kept.union(kept.map(pair -> new Pair<>(pair.key(), -pair.value())));
          });
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return CACHE.compute(in, model);
    }
  },
  UNION {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.union(other.stream());
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      List<Pair<String, Long>> both = new ArrayList<>(in);
      both.addAll(model.other());
      return both;
    }
  },
  COUNT {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.count().mapToPair(count -> new Pair<>("lock", count));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return in.isEmpty() && !model.tick().input()
          ? List.of()
          : List.of(new Pair<>("lock", (long) in.size()));
    }
  },
  COUNT_BY_VALUE {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.countByValue()
          .mapToPair(row -> new Pair<>(row.key().key(), 10 * row.key().value() + row.value()));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      List<Pair<String, Long>> out = new ArrayList<>();
      in.stream()
          .distinct()
          .forEach(
              row ->
                  out.add(
                      new Pair<>(
                          row.key(), 10 * row.value() + in.stream().filter(row::equals).count())));
      return out;
    }
  },
  REDUCE {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(in.reduce(RowOperation::least));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return in.stream().reduce(RowOperation::least).stream().toList();
    }
  },
  TRANSFORM {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return in.transformToPair(
          batch -> Rdd.byKey(batch.filter(p -> p.value() > 0)).reduceByKey(Math::max));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      return model.groups(
          in.stream().filter(pair -> pair.value() > 0).toList(),
          (k, values, out) ->
              out.add(new Pair<>(k, values.stream().mapToLong(v -> v).max().orElseThrow())));
    }
  },
  TRANSFORM_WITH {
    @Override
    public PairDStream<String, Long> define(PairDStream<String, Long> in, Other other) {
      return PairDStream.of(
          in.transformWith(
              other.stream(), (left, right) -> left.union(right.filter(p -> p.value() > 4))));
    }

    @Override
    public List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model) {
      List<Pair<String, Long>> both = new ArrayList<>(in);
      model.other().stream().filter(pair -> pair.value() > 4).forEach(both::add);
      return both;
    }
  };

  private static String next(String key) {
    return key.equals("lock") ? "reef" : key.equals("reef") ? "tide" : "lock";
  }

  private static Pair<String, Long> least(Pair<String, Long> a, Pair<String, Long> b) {
    return new Pair<>(a.key().compareTo(b.key()) <= 0 ? a.key() : b.key(), a.value() + b.value());
  }
}
