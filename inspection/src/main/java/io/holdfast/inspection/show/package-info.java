/** Shows what files hold, in the order in which they hold it. */
package io.holdfast.inspection.show;
