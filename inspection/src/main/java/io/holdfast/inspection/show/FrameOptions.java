package io.holdfast.inspection.show;

import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.inspection.payload.Payloads;

/**
 * How the frames of a log are shown.
 *
 * @param selection which
 * @param limit how many of these at most
 * @param hex whether their bytes are shown, too
 * @param payloads how what users have put there is shown
 * @param classTable of keys and values whose log does not say before how they were written
 */
public record FrameOptions(
    Selection selection, long limit, boolean hex, Payloads payloads, String classTable) {
  /** A class table without classes of a job. */
  public static final String NO_CLASSES = KryoRegistrations.none().toTable();
}
