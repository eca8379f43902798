package io.holdfast.inspection.trace;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.GraphOutputs;
import io.holdfast.inspection.GraphOutputs.GraphOutput;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.inspection.trace.Trail.Known;
import io.holdfast.wal.RecordReader;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The way of what is asked for, step by step, each with the place that proves it. */
public final class Journey {
  private static final int SHOWN_BLOCKS = 20;

  private final Storage application;
  private final Question question;
  private final Payloads payloads;
  private final Consumer<Content> out;
  private final Trail trail;
  private int number;

  private Journey(
      Storage application, Question question, Payloads payloads, Consumer<Content> out) {
    this.application = application;
    this.question = question;
    this.payloads = payloads;
    this.out = out;
    this.trail = Trail.of(application, question);
  }

  /**
   * Shows the way.
   *
   * @param application its directory
   * @return OK if there is one on record; not replayable if the logs know nothing of it any more,
   *     or have never known it
   * @throws HoldfastException if a journal's event cannot be decoded
   */
  public static ExitCode show(
      Storage application, Question question, Payloads payloads, Consumer<Content> out) {
    return new Journey(application, question, payloads, out).show();
  }

  private ExitCode show() {
    String name = ApplicationIdentity.require(application).name();
    out.accept(
        Content.of(
                "question", question.words() + " of application '" + Text.printable(name) + "'\n")
            .with("asked", question.words())
            .with("application", name));
    List<Known> blocks = trail.blocks();
    if (blocks.isEmpty() && trail.allocated().isEmpty()) {
      step("unknown", "unknown", Forgotten.why(question, trail));
      return ExitCode.NOT_REPLAYABLE;
    }
    received(blocks);
    trail.allocated().ifPresentOrElse(this::batch, this::waiting);
    return ExitCode.OK;
  }

  private void step(String name, String state, String words) {
    number++;
    String text = String.format(Locale.ROOT, "  %2d  %-10s  %s", number, name, words);
    out.accept(
        Content.of("step", text)
            .with("number", number)
            .with("step", name)
            .with("state", state)
            .with("words", words));
  }

  private void received(List<Known> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      if (i < SHOWN_BLOCKS || payloads.full()) {
        received(blocks.get(i));
      }
    }
    if (blocks.size() > SHOWN_BLOCKS && !payloads.full()) {
      out.accept(Content.words("      " + (blocks.size() - SHOWN_BLOCKS) + " more blocks; --full"));
    }
  }

  private void received(Known known) {
    ReceivedBlock block = known.block();
    String name = block.stream() + "/" + block.sequence();
    StringBuilder words = new StringBuilder("block ").append(name);
    words.append(" of ").append(Text.count(block.records(), "record"));
    block
        .offsets()
        .forEach(
            (partition, position) ->
                words
                    .append(", source ")
                    .append(Text.printable(partition))
                    .append(" up to ")
                    .append(position));
    if (question.kind() == Question.Kind.POSITION && known.firstOfJournal()) {
      words.append("; or an earlier block, which the journal has no more");
    }
    step("received", "done", words.toString());
    step("durable", "done", place(block) + "; " + known.source() + epoch(known.epoch()));
    record(block);
  }

  private static String epoch(long epoch) {
    return epoch == 0 ? "" : ", written by epoch " + epoch;
  }

  private String place(ReceivedBlock block) {
    Optional<InLog> log = block.inLog();
    if (log.isEmpty()) {
      return "in no log: " + block.location();
    }
    String directory = ApplicationLayout.dataLog(log.get().log());
    long lsn = log.get().handle().lsn();
    return directory
        + " LSN "
        + lsn
        + ", segment "
        + log.get().handle().segment()
        + " offset "
        + log.get().handle().offset()
        + (lsn < trail.keptFrom(directory) ? ", needed no more" : "");
  }

  /** The record itself, if one was asked for and its block is still there. */
  private void record(ReceivedBlock block) {
    if (question.kind() != Question.Kind.RECORD || block.inLog().isEmpty()) {
      return;
    }
    InLog place = block.inLog().get();
    String directory = ApplicationLayout.dataLog(place.log());
    int index = Integer.parseInt(question.detail());
    try (RecordReader reader =
        new RecordReader(
            application,
            directory,
            ApplicationLayout.logId(ApplicationIdentity.require(application).id(), directory))) {
      List<String> found = new ArrayList<>();
      int[] at = {0};
      BlockFormat.forEachEncoded(
          reader.read(place.handle()),
          "block " + block.sequence(),
          record -> {
            if (at[0]++ == index) {
              found.add(payloads.record(block.stream(), record));
            }
          });
      String words = found.isEmpty() ? "the block has no record " + index : found.get(0);
      step("record", found.isEmpty() ? "unknown" : "done", words);
    } catch (HoldfastException e) {
      step("record", "unknown", "cannot be read any more: " + e.getMessage());
    }
  }

  private void waiting() {
    step("batch", "waiting", "in none yet; the next batch takes it");
  }

  private void batch(BatchAllocated batch) {
    long time = batch.time().epochMillis();
    String where =
        trail.allocatedLsn() == 0 ? "by a checkpoint" : "journal LSN " + trail.allocatedLsn();
    step("batch", "done", batch.time() + ", " + where);
    states(time);
    outputs(time);
    trail
        .completed()
        .ifPresentOrElse(done -> completed(done, trail.completedLsn()), () -> notCompleted(time));
    checkpoints(time);
  }

  private void completed(BatchCompleted batch, long lsn) {
    String states =
        batch.states().isEmpty()
            ? ""
            : "; states at this version: " + String.join(", ", batch.states());
    step(
        "completed",
        "done",
        "journal LSN "
            + lsn
            + " by epoch "
            + batch.epoch()
            + ", "
            + Text.count(batch.records(), "record")
            + states);
  }

  private void notCompleted(long time) {
    boolean before =
        trail.checkpoints().values().stream()
            .anyMatch(state -> state.lastCompleted().epochMillis() >= time);
    if (before) {
      step("completed", "done", "before a checkpoint; its record in the journal is released");
    } else {
      step(
          "completed",
          "waiting",
          "not yet; a start runs it again, and outputs that have committed refuse it");
    }
  }

  private void states(long batch) {
    for (StateVersions.Found found : StateVersions.of(application, batch)) {
      step("state", "done", found.words());
    }
  }

  private void outputs(long batch) {
    List<GraphOutput> outputs = new ArrayList<>();
    trail.checkpoints().keySet().stream()
        .max(String::compareTo)
        .ifPresent(
            newest -> {
              String path = StoragePath.join(ApplicationLayout.CHECKPOINTS, newest);
              try (ContainerReader reader = ContainerReader.open(application, path)) {
                outputs.addAll(GraphOutputs.of(reader));
              } catch (HoldfastException e) {
                step("output", "unknown", "the graph cannot be read: " + e.getMessage());
              }
            });
    PublishedBatches published =
        new PublishedBatches(ApplicationIdentity.require(application).id(), batch);
    for (GraphOutput output : outputs) {
      PublishedBatches.Found found = published.find(output);
      String words = "'" + Text.printable(output.name()) + "' " + found.words();
      step("output", found.state(), words);
    }
  }

  private void checkpoints(long batch) {
    List<String> after =
        trail.checkpoints().entrySet().stream()
            .filter(entry -> entry.getValue().lastCompleted().epochMillis() >= batch)
            .map(Map.Entry::getKey)
            .toList();
    if (after.isEmpty()) {
      step("checkpoint", "waiting", "none behind it yet");
    } else {
      String others = after.size() == 1 ? "" : " and " + (after.size() - 1) + " newer";
      step("checkpoint", "done", after.get(0) + others);
    }
  }
}
