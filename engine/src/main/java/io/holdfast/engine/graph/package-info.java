/** The graph of a job: what the user has defined, fixed once the context has started. */
package io.holdfast.engine.graph;
