package io.holdfast.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work on a thread of its own, with its result or what it has thrown. */
final class LiveAside<T> implements Runnable, Scheduler.Aside<T> {
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Supplier<T> work;

  LiveAside(Supplier<T> work) {
    this.work = work;
  }

  @Override
  public void run() {
    try {
      result.complete(work.get());
    } catch (Throwable e) {
      // Whoever asks for the result gets it.
      result.completeExceptionally(e);
    }
  }

  @Override
  public T get() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void settle() {
    T unused = result.handle((value, error) -> value).join();
  }
}
