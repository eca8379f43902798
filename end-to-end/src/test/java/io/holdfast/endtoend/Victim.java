package io.holdfast.endtoend;

import java.io.IOException;

/** Something that is killed with SIGKILL and started again, in a process of its own. */
interface Victim {
  /** What it is, for people. */
  String name();

  void kill() throws IOException, InterruptedException;

  /** Starts it again on what it has left; returns when it serves, or has begun to. */
  void restart() throws IOException, InterruptedException;

  /** A step that may fail. */
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Of two steps. */
  static Victim of(String name, Step kill, Step restart) {
    return new Victim() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void kill() throws IOException, InterruptedException {
        kill.run();
      }

      @Override
      public void restart() throws IOException, InterruptedException {
        restart.run();
      }
    };
  }
}
