package io.holdfast.testkit.process;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A log of an application, and what its records mean. */
record LogPlace(String component, Log log) {

  /** Kinds of logs. */
  enum Log {
    DATA {
      @Override
      Optional<Milestone> milestoneOf(ByteBuffer record) {
        return Optional.of(Milestone.F1);
      }
    },
    JOURNAL {
      /** By the type of the event, its first byte. */
      @Override
      Optional<Milestone> milestoneOf(ByteBuffer record) {
        return switch (record.get(0)) {
          case 2 -> Optional.of(Milestone.F2);
          case 3 -> Optional.of(Milestone.F3);
          case 4 -> Optional.of(Milestone.F6);
          case 5 -> Optional.of(Milestone.F8);
          default -> Optional.empty();
        };
      }
    },
    STATE {
      @Override
      Optional<Milestone> milestoneOf(ByteBuffer record) {
        return FrameSight.completesDelta(record) ? Optional.of(Milestone.F4) : Optional.empty();
      }
    };

    /** What is reached when the log is forced, whatever is in it. */
    Optional<Milestone> byPath() {
      return switch (this) {
        case DATA -> Optional.of(Milestone.F1);
        case JOURNAL -> Optional.empty();
        case STATE -> Optional.of(Milestone.F4);
      };
    }

    /** What is reached when a record that begins so is forced. */
    abstract Optional<Milestone> milestoneOf(ByteBuffer record);
  }
}
