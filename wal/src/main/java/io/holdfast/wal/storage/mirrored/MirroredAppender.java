package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.OneStrike;
import io.holdfast.wal.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Appends to one file on every live side. Dead from before each operation until it has succeeded on
 * all of them, or on one and the mirror goes on with that one.
 */
final class MirroredAppender implements Appender {
  private final Mirror mirror;
  private final List<Appender> bySide;
  private final OpenPaths.Handle open;
  private final OneStrike strike = new OneStrike(this::location);
  private long position;

  /**
   * @param bySide one for each side of the mirror, null for a side that was not live
   */
  MirroredAppender(Mirror mirror, String path, List<Appender> bySide) {
    this.mirror = mirror;
    this.bySide = bySide;
    this.open = mirror.openPaths().open(path);
  }

  @Override
  public String location() {
    return mirror.location() + "/" + open.path();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(ByteBuffer... buffers) {
    begin("write");
    inTurn(appender -> appender.write(duplicates(buffers)));
    for (ByteBuffer buffer : buffers) {
      position += buffer.remaining();
      buffer.position(buffer.limit());
    }
    strike.succeeded();
  }

  private static ByteBuffer[] duplicates(ByteBuffer[] buffers) {
    ByteBuffer[] copies = new ByteBuffer[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      copies[i] = buffers[i].duplicate();
    }
    return copies;
  }

  /** Durable on every live side when this returns. */
  @Override
  public void force() {
    begin("force");
    Executor beside = mirror.options().forces().orElse(null);
    if (beside == null || live(0) == null || live(1) == null) {
      inTurn(Appender::force);
    } else {
      atOnce(beside);
    }
    strike.succeeded();
  }

  /** The appender of a side; null if the side is not written. */
  private Appender live(int side) {
    return mirror.sides().get(side).isLive() ? bySide.get(side) : null;
  }

  private void inTurn(Consumer<Appender> operation) {
    Attempt<Void> attempt = new Attempt<>(mirror);
    for (int i = 0; i < bySide.size(); i++) {
      Appender appender = live(i);
      if (appender != null) {
        note(attempt, i, () -> operation.accept(appender));
      }
    }
    List<Void> unused = attempt.settle();
  }

  private static void note(Attempt<Void> attempt, int side, Runnable operation) {
    try {
      operation.run();
      attempt.succeeded(side, null);
    } catch (StorageException e) {
      attempt.failed(side, e);
    }
  }

  /**
   * Forces the second side on the executor while the first one is forced here. If the executor has
   * not come to it by then (it may be busy or closed), it is done here.
   */
  private void atOnce(Executor beside) {
    Attempt<Void> attempt = new Attempt<>(mirror);
    CompletableFuture<Void> second = new CompletableFuture<>();
    AtomicBoolean taken = new AtomicBoolean();
    Runnable force =
        () -> {
          if (taken.compareAndSet(false, true)) {
            complete(second, bySide.get(1));
          }
        };
    beside.execute(force);
    note(attempt, 0, bySide.get(0)::force);
    force.run();
    note(attempt, 1, () -> await(second));
    List<Void> unused = attempt.settle();
  }

  private static void complete(CompletableFuture<Void> future, Appender appender) {
    try {
      appender.force();
      future.complete(null);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  private static void await(CompletableFuture<Void> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void begin(String operation) {
    strike.requireAlive(operation);
    mirror.requireRunning();
    strike.begin(operation);
  }

  @Override
  public void close() {
    if (!strike.close()) {
      return;
    }
    open.close();
    StorageException problem = null;
    for (Appender appender : bySide) {
      try {
        if (appender != null) {
          appender.close();
        }
      } catch (StorageException e) {
        // Closing promises nothing: what was forced is durable, what was not never was.
        problem = e;
      }
    }
    if (problem != null && mirror.live().size() == bySide.size()) {
      throw problem;
    }
  }
}
