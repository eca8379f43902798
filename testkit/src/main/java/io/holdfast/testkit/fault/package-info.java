/** What goes wrong: crashes, pauses, clocks that jump, storage that fails. */
package io.holdfast.testkit.fault;
