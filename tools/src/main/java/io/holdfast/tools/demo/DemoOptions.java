package io.holdfast.tools.demo;

import io.holdfast.stream.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the demonstration is asked to do.
 *
 * @param input a file of text; by default the sources and documents of Holdfast itself
 * @param records how many lines to send, the input repeated as often as needed
 * @param kills how many times the job is killed
 * @param interval of the job's batches
 * @param seed decides when the kills happen
 * @param directory keeps all files; by default a new one among the temporary files
 * @param guarantee of the job
 */
public record DemoOptions(
    Optional<Path> input,
    long records,
    int kills,
    Duration interval,
    long seed,
    Optional<Path> directory,
    Guarantee guarantee) {}
