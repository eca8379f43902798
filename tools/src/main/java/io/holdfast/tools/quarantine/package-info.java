/** The command {@code holdfast quarantine}: records that were set aside. */
package io.holdfast.tools.quarantine;
