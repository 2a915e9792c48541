package reactor.xsk.kernel.model;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.kernel.support.Held;
import reactor.xsk.kernel.support.VethPair;

/** The running kernel, with a veth pair. */
final class VethWorld extends World {

  private final VethPair pair = VethPair.create();
  private @Nullable Held held;

  @Override
  XskConfig.Builder config(String interfaceName) {
    return XskConfig.builder(interfaceName).frameCount(FRAMES).mode(XskMode.AUTO);
  }

  @Override
  String interfaceName() {
    return pair.near();
  }

  @Override
  void setUp(boolean up) {
    set(pair.near(), up);
  }

  @Override
  void setCarrier(boolean carrier) {
    set(pair.far(), carrier);
  }

  private static void set(String name, boolean up) {
    if (up) {
      VethPair.up(name);
    } else {
      VethPair.down(name);
    }
  }

  @Override
  void setMtu(int bytes) {
    pair.setMtu(bytes);
  }

  @Override
  void remove() {
    pair.remove();
  }

  @Override
  void hold() {
    held = pair.holdFar();
  }

  @Override
  void release() {
    if (held != null) {
      held.release();
    }
  }

  @Override
  public void close() {
    if (held != null) {
      held.close();
    }
    pair.close();
  }

  @Override
  public String toString() {
    return "kernel";
  }
}
