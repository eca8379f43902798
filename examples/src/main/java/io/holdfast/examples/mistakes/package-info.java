/**
 * Five classic mistakes of jobs that write to the outside, each beside the job that does it right.
 * All of them give the right output as long as nothing crashes; {@code holdfast prove} finds the
 * crash that shows the difference.
 *
 * <table>
 * <caption>The pairs</caption>
 * <tr><th>mistake</th><th>wrong</th><th>right</th></tr>
 * <tr><td>adding to what is there</td><td>CounterTwice</td><td>CounterOnce</td></tr>
 * <tr><td>a new key for every attempt</td><td>RandomKeys</td><td>BatchKeys</td></tr>
 * <tr><td>rows and marker in two steps</td><td>MarkerApart</td><td>MarkerInside</td></tr>
 * <tr><td>renamed, but not forced</td><td>RenamedUnforced</td><td>RenamedForced</td></tr>
 * <tr><td>acknowledged before it is stored</td><td>DeletedEarly</td><td>DeletedLast</td></tr>
 * </table>
 */
package io.holdfast.examples.mistakes;
