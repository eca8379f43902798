package io.holdfast.benchmarks.kernels;

import io.holdfast.backend.InputSplit;
import io.holdfast.engine.graph.BatchGraph;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.examples.WordCount;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the driver makes of the word count's graph in every batch: what its states and outputs
 * compute.
 */
@State(Scope.Benchmark)
public class GraphKernel {
  private DStreamGraph graph;
  private long batch;

  /** A split that is never read. */
  private record Nothing() implements InputSplit<Object> {
    @Override
    public long lengthBytes() {
      return 1;
    }

    @Override
    public void forEach(Consumer<? super Object> action) {
      throw new UnsupportedOperationException("the kernel computes nothing");
    }
  }

  /** Defines the job; it never runs. */
  @Setup
  public void define() throws IOException {
    Path directory = Files.createTempDirectory("kernel");
    try {
      StreamingConfig config =
          WordCount.registerState(StreamingConfig.builder(WordCount.NAME, directory)).build();
      graph =
          StreamingContext.getOrCreate(
                  config,
                  job ->
                      WordCount.define(
                          job, new SocketTextSource("localhost", 9), TextFileSink.to(directory)))
              .definition();
    } finally {
      Files.deleteIfExists(directory);
    }
  }

  /** One batch; how many streams have to be computed. */
  @Benchmark
  public int generate(Blackhole hole) {
    List<InputSplit<Object>> splits = List.of(new Nothing());
    BatchGraph generated = new BatchGraph(input -> splits, true, ++batch * 1_000);
    int computed = 0;
    for (GraphNode.StateNode node : graph.states()) {
      if (generated.advances(node, false)) {
        hole.consume(generated.rdd(node));
        computed++;
      }
    }
    for (OutputNode node : graph.outputs()) {
      if (generated.has(node.parent())) {
        hole.consume(generated.rdd(node.parent()));
        computed++;
      }
    }
    return computed;
  }
}
