/**
 * Every operation of the API beside a model on lists, alone and in chains: what any way to run a
 * batch is compared with.
 */
package io.holdfast.testkit.pipelines;
