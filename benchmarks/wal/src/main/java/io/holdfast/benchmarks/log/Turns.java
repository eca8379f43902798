package io.holdfast.benchmarks.log;

import java.util.List;

/**
 * Who is measured when. Machines get faster and slower within seconds, disks above all, so those
 * that are compared take turns within one run: one short iteration each, again and again. Every
 * turn begins with another of them.
 */
final class Turns {
  static final String SEPARATOR = ":";

  private Turns() {}

  /** Which of {@code contenders} the iteration belongs to; counted from 0, warm-up included. */
  static int whoseTurn(int iteration, int contenders) {
    return (iteration % contenders + iteration / contenders) % contenders;
  }

  static List<String> split(String names) {
    return List.of(names.split(SEPARATOR));
  }
}
