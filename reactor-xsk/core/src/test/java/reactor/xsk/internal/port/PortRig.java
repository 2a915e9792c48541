package reactor.xsk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import reactor.xsk.internal.port.TxPort.KickResult;

/**
 * A port over a kernel that a test commands, and short ways to use it. Each kind of port has one;
 * what {@link PortContract} asks is asked of all.
 */
abstract class PortRig implements AutoCloseable {

  static final int FRAMES = 8;

  final TxPort port;
  final int packetBytes;
  final PortOutcomes outcomes = new PortOutcomes();
  final List<String> delivered = new ArrayList<>();
  private boolean closed;

  PortRig(TxPort port) {
    this(port, 60);
  }

  PortRig(TxPort port, int packetBytes) {
    this.port = port;
    this.packetBytes = packetBytes;
  }

  // ---- the kernel

  /** Whether it is known after each kick how many packets the kernel has taken. */
  boolean showsWhatItTook() {
    return true;
  }

  /** The next kick takes so many packets and then has to be repeated. */
  abstract void takeOnly(int packets);

  /** The next kick takes nothing and answers with this errno. */
  abstract void answer(int errno);

  /** The next kicks send {@code before} packets and drop the one behind them. */
  abstract void dropAfter(int before);

  abstract void setLinkUp(boolean up);

  abstract void removeInterface();

  /** Something that happens now and then, and never to a packet that comes to no end. */
  abstract void changeWeather(Random random);

  /** Ends all weather. */
  abstract void clearWeather();

  /** Whether the kernel has everything back. */
  abstract boolean isReleased();

  /** The longest packet. */
  int maxPacketBytes() {
    return 1_514;
  }

  /** A packet of a window as {@link #delivered} shows it. */
  final String packet(int number) {
    return number + ":" + packetBytes;
  }

  /** To be called for each packet that leaves. */
  final void deliver(MemorySegment packet, int lengthBytes) {
    delivered.add(numberOf(packet) + ":" + lengthBytes);
  }

  // ---- the port

  /** Puts and publishes a window. Returns its frames. */
  final int[] publish(int packets) {
    int[] frames = put(packets);
    port.submit();
    return frames;
  }

  /** Puts a window without publishing it. */
  final int[] put(int packets) {
    int[] frames = new int[packets];
    int[] lengthsBytes = new int[packets];
    Arrays.fill(lengthsBytes, packetBytes);
    port.acquire(frames, packets);
    for (int i = 0; i < packets; i++) {
      write(i, frames[i]);
    }
    port.putWindow(frames, lengthsBytes, packets);
    return frames;
  }

  /** Acquires a frame, and writes a number that tells its packet from others. */
  final int write(int number) {
    int frame = port.acquire();
    write(number, frame);
    return frame;
  }

  private void write(int number, int frame) {
    outcomes.byFrame.remove(frame);
    port.frame(frame).set(JAVA_INT_UNALIGNED, 0, number);
  }

  static int numberOf(MemorySegment packet) {
    return packet.get(JAVA_INT_UNALIGNED, 0);
  }

  KickResult kick() {
    return port.kick();
  }

  /** Kicks as long as something is pending. */
  final void kickAll() {
    for (int kick = 0; kick < 100 && port.needsKick(); kick++) {
      kick();
    }
  }

  final int reap() {
    return port.reap(outcomes);
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      port.close(outcomes);
    }
  }
}
