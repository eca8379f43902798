package io.holdfast.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A moment of a process.
 *
 * @param nanos as {@link System#nanoTime} has it
 * @param cpuNanos processor time of the whole process so far, collector and compiler included
 */
public record Moment(long nanos, long cpuNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** This one. */
  @CompositionRoot("a benchmark measures with the real clock")
  public static Moment now() {
    return new Moment(System.nanoTime(), SYSTEM.getProcessCpuTime());
  }

  /** Seconds from here to another one. */
  public double secondsTo(Moment later) {
    return (later.nanos - nanos) * 1e-9;
  }

  /** Microseconds of processor time from here to another one. */
  public double cpuMicrosTo(Moment later) {
    return (later.cpuNanos - cpuNanos) * 1e-3;
  }

  /** The largest resident size of this process so far, in MiB. */
  public static long peakMebibytes() throws IOException {
    return mebibytes("VmHWM:");
  }

  /** The resident size of this process, in MiB. */
  public static long residentMebibytes() throws IOException {
    return mebibytes("VmRSS:");
  }

  private static long mebibytes(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
      }
    }
    throw new IOException(
        "/proc/self/status has no " + name + " Resident sizes are measured on Linux.");
  }
}
