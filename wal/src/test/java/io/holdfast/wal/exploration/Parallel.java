package io.holdfast.wal.exploration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same search on all processors, each with its share. */
final class Parallel {
  static final int COUNT = Math.min(4, Runtime.getRuntime().availableProcessors());

  private Parallel() {}

  /** Part number {@code thread} of {@link #COUNT}. */
  interface Part<T> {
    T run(int thread) throws Exception;
  }

  /** The results of all parts; the first error of any. */
  static <T> List<T> run(String name, Part<T> part) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(COUNT, task -> new Thread(task, name));
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        int thread = i;
        tasks.add(() -> part.run(thread));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } finally {
      threads.shutdown();
    }
  }
}
