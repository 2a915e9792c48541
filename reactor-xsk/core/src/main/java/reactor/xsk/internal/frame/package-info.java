/**
 * Frames: where they lie ({@link reactor.xsk.internal.frame.FrameGeometry}), who owns each ({@link
 * reactor.xsk.internal.frame.FrameLedger}), and the memory that packets write into ({@link
 * reactor.xsk.internal.frame.FrameMemory}).
 *
 * <p>A frame has exactly one owner: it is free, being written, or in flight. Only a completion
 * turns in-flight into free. Everything here belongs to the loop thread.
 */
@NullMarked
package reactor.xsk.internal.frame;

import org.jspecify.annotations.NullMarked;
