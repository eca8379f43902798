package io.holdfast.testkit.process;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.io.InputStream;

/** Lets a process that was started for a test never outlive the one that has started it. */
@CompositionRoot("the end of a process is watched by a thread of its own")
public final class ParentWatch {
  private ParentWatch() {}

  /**
   * Ends this process at once, without any clean-up, when its standard input ends, as it does when
   * the parent dies. To be called once; nothing else may read standard input.
   *
   * @param exitCode of this process then
   */
  public static void endWithParent(int exitCode) {
    Thread watch =
        new Thread(
            () -> {
              try {
                InputStream in = System.in;
                while (in.read() >= 0) {
                  // Only its end matters.
                }
              } catch (IOException e) {
                // As good as its end.
              }
              Runtime.getRuntime().halt(exitCode);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
