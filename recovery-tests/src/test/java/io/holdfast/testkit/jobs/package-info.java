/** Jobs that the engine is tested with, and their models. */
package io.holdfast.testkit.jobs;
