package reactor.xsk.internal.bpf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.xsk.XskException;

/**
 * What the programs must know of the types of the running kernel.
 *
 * @param offeredId BTF type of the tracepoint xdp:xdp_devmap_xmit
 * @param refusedId BTF type of the tracepoint xdp:xdp_redirect_err
 * @param ifindexOffset bytes from the start of a net_device to its index
 */
record KernelTypes(int offeredId, int refusedId, int ifindexOffset) {

  private static final Path FILE = Path.of("/sys/kernel/btf/vmlinux");

  /** Reads them from the kernel, or throws. */
  static KernelTypes ofRunningKernel() {
    try {
      return of(
          Btf.parse(ByteBuffer.wrap(Files.readAllBytes(FILE)).order(ByteOrder.nativeOrder())));
    } catch (IOException | IllegalArgumentException e) {
      throw new XskException(
          "read(BTF)",
          0,
          "the kernel does not tell its types",
          "file=" + FILE + ", cause=" + e.getMessage(),
          "mode BULK needs a kernel with CONFIG_DEBUG_INFO_BTF, and /sys mounted: use mode COPY",
          e);
    }
  }

  private static KernelTypes of(Btf btf) {
    return new KernelTypes(
        btf.typedefId(OfferedProgram.TRACEPOINT),
        btf.typedefId(RefusedProgram.TRACEPOINT),
        btf.memberOffsetBytes("net_device", "ifindex"));
  }
}
