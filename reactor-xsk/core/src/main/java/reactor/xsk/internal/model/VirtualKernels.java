package reactor.xsk.internal.model;

import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.virtual.VirtualKernel;

/** Turns the public face of a virtual kernel into the seam that ports use. */
public final class VirtualKernels {

  private VirtualKernels() {}

  /** The given kernel, or one of its own for a sender that has none. */
  public static XskKernel of(@Nullable VirtualKernel kernel) {
    return (ModelKernel) (kernel == null ? VirtualKernel.create() : kernel);
  }
}
