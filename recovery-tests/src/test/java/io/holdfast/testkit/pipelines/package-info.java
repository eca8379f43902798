/** Every operation of the API beside a model on lists, alone and in random chains, under kills. */
package io.holdfast.testkit.pipelines;
