package io.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process at a time. {@link #stop} from any thread ends it and lets no other begin. */
final class ChildProcess {
  private static final int REAPED_SECONDS = 5;
  private static final int TAIL_BYTES = 64 << 10;

  private Process current;
  private boolean stopped;

  /**
   * How it ended.
   *
   * @param inTime false if it was killed because it took too long
   */
  record End(int exitCode, boolean inTime) {}

  /**
   * Runs a command to its end, at most for {@code limit}; then it is killed with all that it has
   * started.
   *
   * @throws IOException if it cannot be started
   * @throws InterruptedException if this thread is interrupted, or {@link #stop} was called: it has
   *     ended then
   */
  End run(List<String> command, Path out, Path err, Duration limit)
      throws IOException, InterruptedException {
    Process process = start(command, out, err);
    try {
      boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      kill(process);
      if (isStopped()) {
        throw new InterruptedException("stopped");
      }
      return new End(process.exitValue(), inTime);
    } finally {
      kill(process);
    }
  }

  private synchronized Process start(List<String> command, Path out, Path err)
      throws IOException, InterruptedException {
    if (stopped) {
      throw new InterruptedException("stopped");
    }
    current =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    return current;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /** Ends what runs, and returns when it has ended; nothing is started after that. */
  synchronized void stop() throws InterruptedException {
    stopped = true;
    if (current != null) {
      kill(current);
    }
  }

  /** Returns when all have ended; what it has started may be somebody else's child by then. */
  private static void kill(Process process) throws InterruptedException {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly().waitFor();
    started.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle handle : started) {
      try {
        handle.onExit().get(REAPED_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("killed, but still there: " + handle, e);
      }
    }
  }

  /** The last line that says anything: no stack frame, and no count of them. */
  static String lastLine(Path err) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(err)) {
      file.position(Math.max(0, file.size() - TAIL_BYTES));
      ByteBuffer tail = ByteBuffer.allocate((int) (file.size() - file.position()));
      int read = 0;
      while (tail.hasRemaining() && read >= 0) {
        read = file.read(tail);
      }
      return StandardCharsets.UTF_8
          .decode(tail.flip())
          .toString()
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("\t"))
          .reduce((earlier, later) -> later)
          .orElse("it said nothing");
    }
  }
}
