package reactor.xsk.internal.sender;

import java.util.Random;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** The faults of a random schedule: everything that a virtual kernel can do wrong on command. */
final class RandomFaults {

  /** Takes a line of the schedule. */
  interface Log {
    void say(String format, Object... arguments);
  }

  private final Random random;
  private final VirtualKernel kernel;
  private final Log log;
  private final Runnable close;

  RandomFaults(Random random, VirtualKernel kernel, Log log, Runnable close) {
    this.random = random;
    this.kernel = kernel;
    this.log = log;
    this.close = close;
  }

  /** Ends what goes on without end, except what cannot be mended. */
  void heal() {
    setCarrier(true);
    setInterface(true);
    kernel.setCompletions(VirtualCompletions.immediate());
    kernel.complete(Integer.MAX_VALUE);
  }

  /** One fault, or the end of one. */
  void next() {
    int n = 1 + random.nextInt(3);
    switch (random.nextInt(18)) {
      case 0 -> kick(VirtualFault.stall().times(n));
      case 1 -> kick(VirtualFault.takeOnly(n));
      case 2 -> kick(VirtualFault.again().times(n));
      case 3 -> kick(VirtualFault.busy().times(n));
      case 4 -> kick(VirtualFault.busy().after(n));
      case 5 -> kick(VirtualFault.noBuffers().after(random.nextInt(3)));
      case 6 -> kick(VirtualFault.netDown().times(n));
      case 7 -> setCarrier(random.nextBoolean());
      case 8 -> setInterface(random.nextBoolean());
      case 9 -> {
        log.say("%d completions will be lost", n);
        kernel.loseCompletions(n);
      }
      case 10 -> {
        log.say("%d descriptors will be refused", n);
        kernel.refuseDescriptors(n);
      }
      case 11, 12, 13 -> completions();
      default -> rareFault();
    }
  }

  private void rareFault() {
    switch (random.nextInt(20)) {
      case 0 -> kick(VirtualFault.unbound());
      case 1 -> kick(VirtualFault.badMetadata());
      case 2 -> {
        log.say("the interface is removed");
        kernel.removeInterface();
      }
      case 3 -> {
        log.say("a completion will be repeated");
        kernel.repeatCompletions(1);
      }
      case 4 -> {
        long address = random.nextLong() | 1;
        log.say("0x%x is completed", address);
        kernel.completeAddress(address);
      }
      case 5 -> {
        log.say("bind will answer EBUSY twice");
        kernel.failBind(16, 2);
      }
      case 6 -> {
        log.say("kicks do nothing for long");
        kernel.onNextKicks(VirtualFault.stall().times(60));
      }
      case 7 -> close.run();
      default -> {} // mostly
    }
  }

  private void kick(VirtualFault fault) {
    log.say("next kick: %s", fault);
    kernel.onNextKicks(fault);
  }

  private void setCarrier(boolean carrier) {
    log.say("carrier %s", carrier);
    kernel.setCarrier(carrier);
  }

  private void setInterface(boolean up) {
    log.say("interface up %s", up);
    kernel.setInterfaceUp(up);
  }

  private void completions() {
    VirtualCompletions policy =
        random.nextBoolean() ? VirtualCompletions.immediate() : VirtualCompletions.onDemand();
    policy = random.nextBoolean() ? policy.reversed() : policy;
    log.say("completions: %s", policy);
    kernel.setCompletions(policy);
  }
}
