package reactor.xsk.kernel.bulk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.BulkPlan;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.bpf.LinuxBpf;

/** The running kernel as in a container that has no /dev/net/tun. */
final class WithoutTap {

  static final int FRAMES = 64;
  static final int FRAME_BYTES = 2_048;
  private static final int ENOENT = 2;

  private WithoutTap() {}

  /** A device whose program must be on the interface itself. */
  static BulkDevice open(String interfaceName) {
    return BulkDevice.open(
        new LinuxBpf(calls()), new BulkPlan(interfaceName, FRAMES, FRAME_BYTES, 32, 64));
  }

  private static LinuxCalls calls() {
    LinuxCalls kernel = new FfmLinuxCalls();
    return (LinuxCalls)
        Proxy.newProxyInstance(
            LinuxCalls.class.getClassLoader(),
            new Class<?>[] {LinuxCalls.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("open")) {
                return -ENOENT;
              }
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
