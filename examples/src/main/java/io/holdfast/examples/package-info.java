/** Small complete jobs to start from. */
package io.holdfast.examples;
