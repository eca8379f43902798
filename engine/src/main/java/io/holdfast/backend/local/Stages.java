package io.holdfast.backend.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Runs the tasks of a stage and joins their results without blocking anybody. */
final class Stages {
  private final Executor workers;

  Stages(Executor workers) {
    this.workers = workers;
  }

  <R> CompletableFuture<List<R>> run(List<Supplier<R>> tasks) {
    List<CompletableFuture<R>> running =
        tasks.stream().map(task -> CompletableFuture.supplyAsync(task, workers)).toList();
    return CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> running.stream().map(CompletableFuture::join).toList());
  }
}
