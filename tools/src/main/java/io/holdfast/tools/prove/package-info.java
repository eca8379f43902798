/** The command {@code holdfast prove}. */
package io.holdfast.tools.prove;
