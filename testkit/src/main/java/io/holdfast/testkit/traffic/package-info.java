/** What comes in: senders of numbered records, and how they deliver them, again if need be. */
package io.holdfast.testkit.traffic;
