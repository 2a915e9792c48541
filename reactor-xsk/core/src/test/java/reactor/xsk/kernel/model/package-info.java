/**
 * Scenarios that run on the model of the kernel and on the running one: see {@link
 * reactor.xsk.kernel.model.ModelAgainstKernelTest}.
 */
@NullMarked
package reactor.xsk.kernel.model;

import org.jspecify.annotations.NullMarked;
