package io.holdfast.benchmarks.peers.flink;

import io.holdfast.benchmarks.load.Lines;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts the words of a slide before they are sent to the task that keeps their windows. Each is
 * sent when the slide is over, and before a checkpoint, so that nothing of it has to be in the
 * checkpoint.
 */
final class CombinePanes extends AbstractStreamOperator<Tuple3<String, Long, Long>>
    implements OneInputStreamOperator<String, Tuple3<String, Long, Long>> {
  private static final long serialVersionUID = 1L;

  private transient Map<String, long[]> counts;
  private transient StreamRecord<Tuple3<String, Long, Long>> out;
  private transient long slide;

  @Override
  public void open() throws Exception {
    super.open();
    counts = new HashMap<>();
    out = new StreamRecord<>(new Tuple3<>());
  }

  @Override
  public void processElement(StreamRecord<String> line) {
    long now = Pane.of(line.getTimestamp());
    if (now != slide) {
      send();
      slide = now;
    }
    Lines.forEachWord(line.getValue(), word -> counts.computeIfAbsent(word, w -> new long[1])[0]++);
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    if (watermark.getTimestamp() >= Pane.end(slide)) {
      send();
    }
    super.processWatermark(watermark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    send();
  }

  private void send() {
    out.setTimestamp(Pane.end(slide));
    counts.forEach(
        (word, count) -> {
          out.getValue().setFields(word, slide, count[0]);
          output.collect(out);
        });
    counts.clear();
  }
}
