/** The embedded default backend: threads of this JVM, fused operators, combine before shuffle. */
package io.holdfast.backend.local;
