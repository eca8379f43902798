package io.holdfast.checkpoint.kryo;

import io.holdfast.DriftException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One way in which the job's classes are not those that stored bytes were made with.
 *
 * @param id the id in question
 * @param className the class that had it
 * @param stored what its objects looked like
 * @param now what has become of it
 */
public record ClassDrift(int id, String className, String stored, String now) {

  static DriftException exception(List<ClassDrift> drifts) {
    String rows =
        drifts.stream()
            .map(
                drift ->
                    String.format(
                        Locale.ROOT,
                        "  id %d  %s\n      stored: %s\n      now:    %s",
                        drift.id,
                        drift.className,
                        drift.stored,
                        drift.now))
            .collect(Collectors.joining("\n"));
    return new DriftException(
        "The job's classes are not those its stored data was made with:\n"
            + rows
            + "\nStart the version of the job that wrote the data, or give the changed class a new"
            + " name and id and keep the old one for reading.");
  }
}
