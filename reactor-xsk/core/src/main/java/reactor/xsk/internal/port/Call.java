package reactor.xsk.internal.port;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import reactor.xsk.SendOutcome;
import reactor.xsk.internal.frame.FrameLedger;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;

/**
 * The account of a synchronous call: its packets in order, how many of them the kernel has come to,
 * and how many frames were given back. For ports whose kernel has done with a packet when the call
 * returns; a call that ends early goes on with another. Numbers count from the first packet.
 */
final class Call {

  private final FrameLedger ledger;

  /** The frame of each packet. */
  private final int[] frames;

  private int put;
  private int submitted;
  private int sent;
  private int reaped;

  /** For at most {@code capacity} packets, whose frames {@code ledger} keeps. */
  Call(FrameLedger ledger, int capacity) {
    this.ledger = ledger;
    this.frames = new int[capacity];
  }

  /** Most packets of a call. */
  int capacity() {
    return frames.length;
  }

  /** How many of {@code wanted} packets can be put: none once the call has begun. */
  int room(int wanted) {
    return sent > 0 ? 0 : Math.min(wanted, frames.length - put);
  }

  /** Adds a packet and returns its number. */
  int put(int frame) {
    ledger.publish(frame);
    frames[put] = frame;
    return put++;
  }

  /** What was put belongs to the call. */
  void submit() {
    submitted = put;
  }

  /** Packets of the call. */
  int size() {
    return submitted;
  }

  /** Packets that the kernel has not come to. */
  int pending() {
    return submitted - sent;
  }

  /** Whether the kernel has come to any packet. */
  boolean hasBegun() {
    return sent > 0;
  }

  /** The kernel has come to so many packets. */
  void cameTo(int packets) {
    sent = packets;
  }

  /** Packets that the kernel has come to and whose frames were not given back. */
  int reapable() {
    return sent - reaped;
  }

  /** Gives back the frames of the next packets, which completed. */
  void reapCompleted(int packets, FrameOutcomes listener) {
    int from = reaped;
    reaped += packets;
    ledger.reclaim(frames, from, reaped);
    listener.onCompleted(frames, from, reaped);
  }

  /** Gives back the frames of all packets that the kernel has come to. */
  void reap(Supplier<SendOutcome> outcomes, FrameOutcomes listener) {
    for (; reaped < sent; reaped++) {
      finish(frames[reaped], outcomes.get(), listener);
    }
  }

  /** Whether all is done; then {@link #clear} makes room for the next call. */
  boolean isDone() {
    return submitted > 0 && reaped == submitted;
  }

  /** Takes the first packets that the kernel has not come to out of the call. */
  int withdraw(int most, IntConsumer frame) {
    int count = Math.min(most, put - sent);
    for (int i = 0; i < count; i++) {
      ledger.reclaim(frames[sent + i]);
      frame.accept(frames[sent + i]);
    }
    System.arraycopy(frames, sent + count, frames, sent, put - sent - count);
    put -= count;
    submitted = Math.max(sent, submitted - count);
    return count;
  }

  /** Gives back every frame: packets that the kernel has not come to have failed. */
  void fail(FrameOutcomes listener) {
    for (; reaped < put; reaped++) {
      finish(frames[reaped], SendOutcome.FAILED, listener);
    }
    clear();
  }

  void clear() {
    put = 0;
    submitted = 0;
    sent = 0;
    reaped = 0;
  }

  private void finish(int frame, SendOutcome outcome, FrameOutcomes listener) {
    ledger.reclaim(frame);
    listener.onOutcome(frame, outcome);
  }

  @Override
  public String toString() {
    return "Call(put=%d, submitted=%d, sent=%d, reaped=%d)".formatted(put, submitted, sent, reaped);
  }
}
