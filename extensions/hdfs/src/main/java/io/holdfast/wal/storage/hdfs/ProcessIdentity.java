package io.holdfast.wal.storage.hdfs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which process on which machine.
 *
 * @param host for people
 * @param pid as the process sees itself
 * @param startedMillis when it was started, because pids are used again; 0 if unknown
 * @param machine equal for two processes only if each can look for the other by its pid; empty if
 *     unknown
 */
record ProcessIdentity(String host, long pid, long startedMillis, String machine) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  static ProcessIdentity current() {
    ProcessHandle self = ProcessHandle.current();
    return new ProcessIdentity(hostName(), self.pid(), started(self), machineId());
  }

  /** Whether it is known to have ended; false if it lives, or cannot be seen from here. */
  boolean isKnownDead() {
    boolean visible = !machine.isEmpty() && machine.equals(machineId());
    return visible
        && ProcessHandle.of(pid)
            .map(process -> !process.isAlive() || started(process) != startedMillis)
            .orElse(true);
  }

  String encode() {
    return "host="
        + host
        + "\npid="
        + pid
        + "\nstarted="
        + startedMillis
        + "\nmachine="
        + machine
        + "\n";
  }

  /** Takes what it can read; what it cannot is unknown. */
  static ProcessIdentity decode(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .filter(line -> line.contains("="))
        .forEach(
            line ->
                fields.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return new ProcessIdentity(
        fields.getOrDefault("host", "unknown"),
        number(fields.get("pid")),
        number(fields.get("started")),
        fields.getOrDefault("machine", ""));
  }

  private static long number(String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** This boot of this machine and, in containers, this table of processes. */
  private static String machineId() {
    try {
      return Files.readString(BOOT).strip() + "/" + Files.readSymbolicLink(PID_NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "process " + pid + " on host " + host;
  }
}
