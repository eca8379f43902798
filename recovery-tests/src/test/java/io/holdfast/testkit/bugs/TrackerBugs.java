package io.holdfast.testkit.bugs;

import io.holdfast.engine.Assembly;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.testkit.bugs.FaultySource.Mistake;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Faults in how blocks are numbered, journaled and acknowledged, and where sources go on. */
final class TrackerBugs {
  private TrackerBugs() {}

  static List<SeededBug> all() {
    return List.of(
        bug("ACKNOWLEDGE_BEFORE_F2", "acknowledges a block before it is in the journal")
            .assembled(tracking(Eager::new)),
        bug("ACKNOWLEDGES_ONE_TOO_MANY", "acknowledges the position of the next record")
            .assembled(tracking(OneTooMany::new)),
        bug("BLOCK_JOURNALED_TWICE", "journals a block again when its storing is reported twice")
            .assembled(tracking(Twice::new)),
        bug(
                "BLOCKS_IN_ORDER_OF_COMPLETION",
                "journals blocks in the order in which they are stored")
            .assembled(tracking(Swapping::new)),
        bug("BLOCK_NUMBERS_BEGIN_AGAIN", "numbers blocks from 1 after every start")
            .assembled(tracking(Renumbering::new)),
        bug("APPLY_BEFORE_APPEND", "changes the driver's state before the journal is written")
            .assembled(FaultyJournal.writingLate(event -> true)),
        bug("BLOCK_APPLIED_BEFORE_APPEND", "knows a block before it is in the journal")
            .assembled(FaultyJournal.writingLate(event -> event instanceof BlockAdded)),
        bug("OFFSETS_NOT_JOURNALED", "journals a block without its source's positions")
            .assembled(FaultyJournal.writingOffsets((block, offset) -> 0)),
        bug("OFFSET_OF_NEXT_RECORD_JOURNALED", "journals the position behind the last record")
            .assembled(FaultyJournal.writingOffsets((block, offset) -> offset + 1)),
        bug("OFFSET_OF_FIRST_RECORD_JOURNALED", "journals the position of a block's first record")
            .assembled(
                FaultyJournal.writingOffsets((block, offset) -> offset - block.records() + 1)),
        mistaken(
            "ACKNOWLEDGES_ON_RECEIPT", "acknowledges a record when it comes in", new OnReceipt()),
        mistaken(
            "ACKNOWLEDGES_ALL_RECEIVED",
            "acknowledges everything received when any block is durable",
            new AllReceived()),
        mistaken("RESUMES_ONE_TOO_FAR", "goes on one record too far", new TooFar()),
        mistaken("RESUMES_AT_THE_LAST", "takes 'behind' for 'at' where it goes on", new AtLast()),
        mistaken(
            "POSITION_IS_A_COUNT",
            "counts the records it gets, in place of the numbers they have",
            new Counting()));
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("tracker", name, mistake);
  }

  private static SeededBug mistaken(String name, String mistake, Mistake faulty) {
    return bug(name, mistake).sourced(senders -> FaultySource.in(senders, faulty));
  }

  private static Supplier<Assembly> tracking(
      BiFunction<Journal, Consumer<ReceivedBlock>, ReceiverTracker> faulty) {
    return () ->
        new Assembly() {
          @Override
          public ReceiverTracker receiverTracker(Journal journal, Consumer<ReceivedBlock> onAdded) {
            return faulty.apply(journal, onAdded);
          }
        };
  }

  private static final class Eager extends ReceiverTracker {
    Eager(Journal journal, Consumer<ReceivedBlock> onAdded) {
      super(journal, onAdded);
    }

    @Override
    public void stored(ReceivedBlock block) {
      acknowledge(block);
      super.stored(block);
    }
  }

  private static final class OneTooMany extends ReceiverTracker {
    OneTooMany(Journal journal, Consumer<ReceivedBlock> onAdded) {
      super(journal, onAdded);
    }

    @Override
    protected void acknowledge(ReceivedBlock block) {
      super.acknowledge(FaultyJournal.withOffsets(block, (b, offset) -> offset + 1));
    }
  }

  private static final class Twice extends ReceiverTracker {
    private boolean done;

    Twice(Journal journal, Consumer<ReceivedBlock> onAdded) {
      super(journal, onAdded);
    }

    @Override
    public void stored(ReceivedBlock block) {
      super.stored(block);
      if (!done) {
        done = true;
        super.stored(block);
      }
    }
  }

  private static final class Swapping extends ReceiverTracker {
    private ReceivedBlock slow;

    Swapping(Journal journal, Consumer<ReceivedBlock> onAdded) {
      super(journal, onAdded);
    }

    @Override
    public void stored(ReceivedBlock block) {
      if (block.sequence() % 4 == 2) {
        slow = block;
        return;
      }
      super.stored(block);
      if (slow != null) {
        super.stored(slow);
        slow = null;
      }
    }
  }

  private static final class Renumbering extends ReceiverTracker {
    private long next = 1;

    Renumbering(Journal journal, Consumer<ReceivedBlock> onAdded) {
      super(journal, onAdded);
    }

    @Override
    public void stored(ReceivedBlock block) {
      super.stored(
          new ReceivedBlock(
              block.stream(), next++, block.records(), block.location(), block.offsets()));
    }
  }

  private static final class OnReceipt extends Mistake {
    @Override
    boolean acknowledgesOnReceipt() {
      return true;
    }
  }

  private static final class AllReceived extends Mistake {
    @Override
    long acknowledged(long durable, long received) {
      return received;
    }
  }

  private static final class TooFar extends Mistake {
    @Override
    long resume(long durable) {
      return durable + 1;
    }
  }

  private static final class AtLast extends Mistake {
    @Override
    long resume(long durable) {
      return durable - 1;
    }
  }

  private static final class Counting extends Mistake {
    @Override
    long position(long real, long resumedAfter, long stored) {
      return resumedAfter + stored + 1;
    }
  }
}
