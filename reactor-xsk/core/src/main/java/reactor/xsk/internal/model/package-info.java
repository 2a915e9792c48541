/**
 * The model of the kernel behind {@link reactor.xsk.virtual}: the kernel's side of the rings. It
 * implements the same seam as Linux ({@link reactor.xsk.internal.linux.XskSocket}).
 */
@NullMarked
package reactor.xsk.internal.model;

import org.jspecify.annotations.NullMarked;
