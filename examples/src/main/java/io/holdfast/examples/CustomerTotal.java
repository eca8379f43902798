package io.holdfast.examples;

/**
 * What a customer has ordered.
 *
 * @param inBatch orders in the batch that the row belongs to
 * @param orders since the job began, over all restarts
 * @param amount of all these orders, in cents
 */
public record CustomerTotal(long inBatch, long orders, long amount) {
  static final CustomerTotal NONE = new CustomerTotal(0, 0, 0);

  String row(String customer) {
    return customer + '\t' + inBatch + '\t' + orders + '\t' + amount;
  }
}
