package io.holdfast.testkit.contract;

/** Sees the steps of one life, and decides what becomes of them by what it throws. */
interface StepWatch {
  /** Lets everything happen. */
  StepWatch NONE = new StepWatch() {};

  /** Nothing of the step has happened. {@link ProcessDied} ends the life here. */
  default void before(int number, String name) throws Exception {}

  /** The step has happened, and its caller does not know yet. */
  default void after(int number, String name) throws Exception {}

  /** A watch that ends the life before a step. */
  static StepWatch dyingBefore(int last) {
    return new StepWatch() {
      @Override
      public void before(int number, String name) {
        if (number >= last) {
          throw new ProcessDied("killed before step " + number + " '" + name + "'");
        }
      }
    };
  }
}
