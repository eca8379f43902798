/** What a proof has found, as data, and the forms in which people and tools get it. */
package io.holdfast.testkit.report;
