package io.holdfast.tools.inspect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Verdicts in colours, where they stand as such: in front of a line or behind {@code verdict}. */
final class Colours {
  private static final String RESET = "\u001B[0m";
  private static final Pattern VERDICT =
      Pattern.compile(
          "(?m)^((?:verdict )?)(?:"
              + "(?<good>OK|CLEAN|OPEN_TAIL|INTACT|clean|kept)"
              + "|(?<odd>TORN_TAIL|SUPERSEDED|torn tail only|new|renamed)"
              + "|(?<bad>DAMAGED|MISNAMED|GAP|FOREIGN|NEWER_FORMAT|UNREADABLE|DRIFT"
              + "|damaged|written by a newer|could not be read|something that is needed|holds files"
              + "|missing|changed|drifted))(?![\\w-])");

  private Colours() {}

  /** The text with its verdicts coloured: green, yellow, red. */
  static String of(String text) {
    Matcher found = VERDICT.matcher(text);
    return found.replaceAll(
        verdict ->
            Matcher.quoteReplacement(
                verdict.group(1)
                    + colour(verdict.group(2) != null, verdict.group(3) != null)
                    + verdict.group().substring(verdict.group(1).length())
                    + RESET));
  }

  private static String colour(boolean good, boolean odd) {
    if (good) {
      return "\u001B[32m";
    }
    return odd ? "\u001B[33m" : "\u001B[31m";
  }
}
