package io.holdfast.backend;

/** Where in the job's code something is defined. */
public final class CallSite {
  private static final StackWalker STACK = StackWalker.getInstance();

  private CallSite() {}

  /** File and line of the nearest caller outside of the API; the method if these are unknown. */
  public static String here() {
    return STACK
        .walk(frames -> frames.filter(frame -> !isApi(frame.getClassName())).findFirst())
        .map(CallSite::text)
        .orElse("unknown place");
  }

  private static boolean isApi(String type) {
    return type.startsWith("io.holdfast.stream.")
        || type.startsWith("io.holdfast.engine.")
        || type.startsWith("io.holdfast.backend.");
  }

  private static String text(StackWalker.StackFrame frame) {
    return frame.getFileName() == null
        ? frame.getClassName() + "." + frame.getMethodName()
        : frame.getFileName() + ":" + frame.getLineNumber();
  }
}
