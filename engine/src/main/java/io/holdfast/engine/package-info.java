/**
 * The engine: everything behind the API. {@link io.holdfast.engine.Assembly} is the composition
 * root, {@link io.holdfast.engine.Driver} the event loop that owns the state; each package below
 * holds one step of a record's way.
 */
package io.holdfast.engine;
