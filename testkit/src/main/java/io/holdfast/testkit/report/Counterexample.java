package io.holdfast.testkit.report;

import java.util.List;

/**
 * A crash after which the output was wrong, made as small as it could be.
 *
 * @param point names the crash, for {@code --point}
 * @param what is wrong, in one line
 * @param story what happens, line by line, for people
 * @param command repeats it
 * @param test the source of a JUnit test that repeats it; empty if there is none
 */
public record Counterexample(
    String point, String what, List<String> story, String command, String test) {}
