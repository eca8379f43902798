package io.holdfast.testkit.contract;

/** One rule of a contract. */
public interface ContractRule {

  /** A word for it, the same for ever. */
  String name();

  /** What has to hold, in one plain sentence. */
  String sentence();
}
