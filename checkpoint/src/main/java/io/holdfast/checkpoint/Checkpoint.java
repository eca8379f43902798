package io.holdfast.checkpoint;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content of one checkpoint.
 *
 * @param id which checkpoint
 * @param createdMillis when it was made, in milliseconds since 1970; for people, never for
 *     decisions
 * @param sections its parts in file order, each name once
 */
public record Checkpoint(CheckpointId id, long createdMillis, List<CheckpointSection> sections) {

  public Checkpoint {
    sections = List.copyOf(sections);
    if (sections.size() > ContainerFormat.LARGEST_SECTION_COUNT) {
      throw new IllegalArgumentException(
          sections.size()
              + " sections; a checkpoint holds at most "
              + ContainerFormat.LARGEST_SECTION_COUNT);
    }
    Set<String> names = new HashSet<>();
    for (CheckpointSection section : sections) {
      if (!names.add(section.name())) {
        throw new IllegalArgumentException("Two sections are named " + section.name());
      }
    }
  }

  /** The section of that name. */
  public Optional<CheckpointSection> section(String name) {
    return sections.stream().filter(section -> section.name().equals(name)).findFirst();
  }
}
