package io.holdfast.benchmarks.peers.flink;

import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple3;

/** A word's count in one slide of a window: the word, the number of the slide, the count. */
final class Pane {
  static final long SLIDE_MILLIS = 1000;
  static final TypeInformation<Tuple3<String, Long, Long>> TYPE =
      TypeInformation.of(new TypeHint<>() {});

  private Pane() {}

  /** The number of the slide that a time is in. */
  static long of(long time) {
    return Math.floorDiv(time, SLIDE_MILLIS);
  }

  /** The last time of a slide: its result is due when the watermark is there. */
  static long end(long slide) {
    return (slide + 1) * SLIDE_MILLIS - 1;
  }
}
