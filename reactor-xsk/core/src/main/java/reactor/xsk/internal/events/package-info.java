/**
 * Events for JDK Flight Recorder. What is not recorded costs a test of a flag, and sets up nothing.
 */
@NullMarked
package reactor.xsk.internal.events;

import org.jspecify.annotations.NullMarked;
