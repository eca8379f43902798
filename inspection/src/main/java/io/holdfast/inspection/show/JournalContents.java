package io.holdfast.inspection.show;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.stream.BatchTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Events of the journal, and the blocks and batches in them, in words and fields. */
final class JournalContents {
  private JournalContents() {}

  static Content of(JournalEvent event) {
    if (event instanceof EpochStarted e) {
      return epoch(e);
    } else if (event instanceof BlockAdded e) {
      return block("block_added", "block ", e.block());
    } else if (event instanceof BatchAllocated e) {
      return allocated(e);
    } else if (event instanceof BatchCompleted e) {
      return completed(e);
    }
    return event instanceof BlocksLost e ? lost(e) : released((Released) event);
  }

  private static Content lost(BlocksLost e) {
    String words =
        e.losses().stream().map(JournalContents::words).collect(Collectors.joining(", "));
    return Content.of("blocks_lost", "lost with drivers before epoch " + e.epoch() + ": " + words)
        .with("epoch", e.epoch())
        .with("losses", e.losses().stream().map(JournalContents::fields).toList());
  }

  /** What a stream has lost. */
  static String words(Loss loss) {
    return loss.stream() + " " + amount(loss);
  }

  static String amount(Loss loss) {
    return Text.count(loss.blocks(), "block") + " with " + Text.count(loss.records(), "record");
  }

  static Map<String, Object> fields(Loss loss) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stream", loss.stream());
    fields.put("blocks", loss.blocks());
    fields.put("records", loss.records());
    return fields;
  }

  /** A block with where it lies and what it brought of its source. */
  static Content block(String type, String before, ReceivedBlock block) {
    String words =
        before
            + block.stream()
            + "/"
            + block.sequence()
            + ": "
            + Text.count(block.records(), "record")
            + ", "
            + Text.bytes(block.lengthBytes())
            + " "
            + PlaceContents.words(block.location())
            + source(block.offsets());
    Content content =
        Content.of(type, words)
            .with("stream", block.stream())
            .with("sequence", block.sequence())
            .with("records", block.records())
            .with("length", block.lengthBytes());
    return PlaceContents.fields(content, block.location()).with("source_offsets", block.offsets());
  }

  /** A batch with all that it consists of. */
  static Content batch(Allocation batch) {
    String words =
        "batch "
            + batch.time()
            + ": "
            + Text.count(batch.records(), "record")
            + " in "
            + Text.count(batch.allBlocks().size(), "block");
    return Content.of("pending_batch", words)
        .with("batch", batch.time().epochMillis())
        .with("records", batch.records())
        .with(
            "blocks",
            batch.allBlocks().stream().map(b -> b.stream() + "/" + b.sequence()).toList());
  }

  static String source(Map<String, Long> offsets) {
    return offsets.isEmpty() ? "" : ", source " + offsets(offsets);
  }

  static String offsets(Map<String, Long> offsets) {
    return offsets.entrySet().stream()
        .map(e -> Text.printable(e.getKey()) + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Content epoch(EpochStarted e) {
    Instant started = Instant.ofEpochMilli(e.startedMillis());
    String words = "epoch " + e.epoch() + " started " + started + " by " + Text.printable(e.by());
    return Content.of("epoch_started", words)
        .with("epoch", e.epoch())
        .with("started_millis", e.startedMillis())
        .with("by", e.by());
  }

  private static Content allocated(BatchAllocated e) {
    String blocks =
        e.ranges().isEmpty()
            ? "nothing"
            : e.ranges().stream().map(JournalContents::range).collect(Collectors.joining(", "));
    return Content.of("batch_allocated", "batch " + e.time() + " is " + blocks)
        .with("batch", e.time().epochMillis())
        .with("ranges", e.ranges().stream().map(JournalContents::fields).toList());
  }

  private static String range(BlockRange range) {
    String first = range.stream() + "/" + range.first();
    return range.first() == range.last() ? first : first + " to " + range.last();
  }

  private static Map<String, Object> fields(BlockRange range) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stream", range.stream());
    fields.put("first", range.first());
    fields.put("last", range.last());
    return fields;
  }

  private static Content completed(BatchCompleted e) {
    String words =
        "batch "
            + e.time()
            + " completed by epoch "
            + e.epoch()
            + ": "
            + Text.count(e.records(), "record")
            + (e.states().isEmpty() ? "" : ", state " + String.join(", ", e.states()));
    return Content.of("batch_completed", words)
        .with("batch", e.time().epochMillis())
        .with("epoch", e.epoch())
        .with("records", e.records())
        .with("states", e.states());
  }

  private static Content released(Released e) {
    List<String> checkpoints = e.checkpoints().stream().map(JournalContents::checkpoint).toList();
    String logs =
        e.logs().entrySet().stream()
            .map(log -> log.getKey() + " below LSN " + log.getValue())
            .collect(Collectors.joining(", "));
    String words =
        "released checkpoints (epoch/batch) " + String.join(", ", checkpoints) + "; " + logs;
    return Content.of("released", words)
        .with("checkpoints", e.checkpoints())
        .with("keep_from_lsn", e.logs());
  }

  /** Epoch and batch of a checkpoint by its file name. */
  private static String checkpoint(String fileName) {
    return CheckpointId.parse(fileName)
        .map(id -> id.epoch() + "/" + (id.batchTimeMillis() == 0 ? "none" : id.batchTimeMillis()))
        .orElse(Text.printable(fileName));
  }

  static String batchOrNone(BatchTime batch) {
    return batch.equals(BatchTime.NONE) ? "none" : batch.toString();
  }
}
