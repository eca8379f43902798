/** Who may write, and how outputs commit: epochs, fencing, one committer per output. */
package io.holdfast.engine.commit;
