package reactor.xsk.internal.port;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.XskKernel;
import reactor.xsk.internal.linux.XskSocket;

/**
 * Sockets of the model that are zero-copy unless they are bound in copy mode, and whose kick the
 * driver refuses while {@link #refusal} says so.
 */
public final class ZeroCopyKernel implements XskKernel {

  /** What was opened and closed. */
  public final List<String> events = new ArrayList<>();

  /** What a kick of a zero-copy socket answers; 0: what the model does. */
  public int refusal;

  /** What opening a socket in copy mode answers, or 0. */
  public RuntimeException noCopyMode;

  private final XskKernel sockets;

  public ZeroCopyKernel(XskKernel sockets) {
    this.sockets = sockets;
  }

  @Override
  public XskSocket open(SocketPlan plan) {
    boolean zeroCopy = plan.binding() != SocketPlan.Binding.COPY;
    if (!zeroCopy && noCopyMode != null) {
      throw noCopyMode;
    }
    XskSocket socket = sockets.open(plan);
    String name = zeroCopy ? "zero-copy" : "copy";
    events.add("open " + name);
    return (XskSocket)
        Proxy.newProxyInstance(
            XskSocket.class.getClassLoader(),
            new Class<?>[] {XskSocket.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isZeroCopy" -> zeroCopy;
                  case "kick" ->
                      zeroCopy && refusal != 0 ? -refusal : invoke(socket, method, arguments);
                  case "close" -> {
                    events.add("close " + name);
                    yield invoke(socket, method, arguments);
                  }
                  default -> invoke(socket, method, arguments);
                });
  }

  private static Object invoke(XskSocket socket, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(socket, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public XskDeviceCounters deviceCounters(String interfaceName) {
    return sockets.deviceCounters(interfaceName);
  }
}
