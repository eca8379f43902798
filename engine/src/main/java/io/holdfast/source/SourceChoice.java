package io.holdfast.source;

/** Puts another source in the place of one that a job defines: a sample, for a test. */
public interface SourceChoice {
  /** Every stream reads from what its job says. */
  SourceChoice AS_DEFINED =
      new SourceChoice() {
        @Override
        public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
          return defined;
        }
      };

  /**
   * The source that is used.
   *
   * @param stream name of the input stream
   */
  <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined);

  /** The same for a source that is read in place. */
  default <T> DirectSource<T> chooseDirect(String stream, DirectSource<T> defined) {
    return defined;
  }
}
