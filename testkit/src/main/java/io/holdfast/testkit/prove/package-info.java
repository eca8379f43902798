/**
 * Points the crash exploration at anybody's job: {@code holdfast prove}, and the same in a test.
 */
package io.holdfast.testkit.prove;
