/**
 * What every sink and every receiver has to do for exactly-once, as tests that their authors
 * inherit: {@link io.holdfast.testkit.contract.SinkContract} and {@link
 * io.holdfast.testkit.contract.ReceiverContract}.
 */
package io.holdfast.testkit.contract;
