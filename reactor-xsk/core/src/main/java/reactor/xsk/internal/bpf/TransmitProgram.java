package reactor.xsk.internal.bpf;

import static reactor.xsk.internal.bpf.BpfAssembler.Register.FRAME_POINTER;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R0;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R1;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R2;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R3;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R4;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R5;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R6;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R7;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R8;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R9;

import reactor.xsk.internal.bpf.BpfAssembler.Helper;
import reactor.xsk.internal.linux.bpf.BpfDeviceMap;
import reactor.xsk.internal.linux.bpf.BpfProgram;
import reactor.xsk.internal.linux.bpf.LiveRun;

/**
 * Turns the frame of one run into the next packet of the call, and sends it to the interface of a
 * {@link reactor.xsk.internal.linux.bpf.BpfDeviceMap}: to that one, or to none.
 *
 * <p>It is attached to an interface, too, where packets come in: those it passes on untouched. A
 * run's frame says that it came in on {@code lo}, which nothing received on another interface can.
 */
final class TransmitProgram {

  // struct xdp_md, linux/bpf.h
  private static final int DATA = 0;
  private static final int DATA_END = 4;
  private static final int INGRESS_IFINDEX = 12;

  /** Frames of runs are whole blocks, so that a block can be copied whatever the length is. */
  static final int BLOCK_BYTES = 64;

  /** What a program answers. */
  private static final int XDP_DROP = 1;

  private static final int XDP_PASS = 2;
  private static final int XDP_REDIRECT = 4;

  /** {@code LOOPBACK_IFINDEX}, the same in every network namespace. */
  static final int LOOPBACK_IFINDEX = 1;

  /** Where the key of the frame lies on the stack. */
  private static final int KEY = -4;

  private TransmitProgram() {}

  static BpfProgram of(
      int callFd, CallLayout layout, int framesFd, int frameSizeBytes, int deviceFd) {
    BpfAssembler program =
        new BpfAssembler()
            .move(R6, R1)
            .load32(R2, R6, INGRESS_IFINDEX)
            .jumpIfNotEqual(R2, LOOPBACK_IFINDEX, "received");
    takePacket(program, callFd, layout);
    findFrame(program, framesFd);
    copyFrame(program, frameSizeBytes);
    send(program, callFd, deviceFd);
    program.label("received").move(R0, XDP_PASS).exit();
    refuse(program, callFd, layout);
    return BpfProgram.xdp("xsk_transmit", program.assemble());
  }

  /** R8 = index of the packet, R7 = call; R9 = length, R3 = frame, R4 = length of the run's. */
  private static void takePacket(BpfAssembler program, int callFd, CallLayout layout) {
    program
        .moveMapValue(R7, callFd, 0)
        .load32(R2, R7, CallLayout.HALTED)
        .jumpIfNotEqual(R2, 0, "drop")
        .load32(R8, R7, CallLayout.CURSOR)
        .load32(R2, R7, CallLayout.SIZE)
        .jumpIfNotLess(R8, R2, "drop")
        .jumpIfNotLess(R8, layout.capacity(), "drop")
        .move(R2, R8)
        .add(R2, 1)
        .store32(R7, CallLayout.CURSOR, R2)
        .call(Helper.GET_SMP_PROCESSOR_ID)
        .store32(R7, CallLayout.CPU, R0)
        .load32(R4, R7, CallLayout.FRAME_BYTES)
        .move(R2, R8)
        .shiftLeft(R2, CallLayout.ENTRY_SHIFT)
        .add(R7, R2)
        .load32(R9, R7, CallLayout.PACKETS + CallLayout.PACKET_LENGTH)
        .load32(R3, R7, CallLayout.PACKETS + CallLayout.PACKET_FRAME);
  }

  /** R0 = memory of the frame, R7 = by how much the run's frame is too short. */
  private static void findFrame(BpfAssembler program, int framesFd) {
    program
        .move(R7, R9)
        .subtract(R7, R4)
        .store32(FRAME_POINTER, KEY, R3)
        .moveMap(R1, framesFd)
        .move(R2, FRAME_POINTER)
        .add(R2, KEY)
        .call(Helper.MAP_LOOKUP_ELEM)
        .jumpIfEqual(R0, 0, "refuse");
  }

  /** Copies the packet, small ones in whole blocks, and cuts what the run's frame has more. */
  private static void copyFrame(BpfAssembler program, int frameSizeBytes) {
    program
        .jumpIfLess(R9, LiveRun.MIN_FRAME_BYTES, "refuse")
        .jumpIfGreater(R9, frameSizeBytes, "refuse")
        .load32(R2, R6, DATA)
        .load32(R3, R6, DATA_END)
        .jumpIfGreater(R9, BLOCK_BYTES, "two blocks");
    copyBlocks(program, 1);
    program.label("two blocks").jumpIfGreater(R9, 2 * BLOCK_BYTES, "many blocks");
    copyBlocks(program, 2);
    program
        .label("many blocks")
        .move(R1, R6)
        .move(R2, 0)
        .move(R3, R0)
        .move(R4, R9)
        .call(Helper.XDP_STORE_BYTES)
        .jumpIfNotEqual(R0, 0, "refuse")
        .label("copied")
        .jumpIfEqual(R7, 0, "send")
        .move(R1, R6)
        .move(R2, R7)
        .call(Helper.XDP_ADJUST_TAIL)
        .jumpIfNotEqual(R0, 0, "refuse")
        .label("send");
  }

  /** From R0 to R2, if so much lies before R3. A helper's call costs more than these moves. */
  private static void copyBlocks(BpfAssembler program, int blocks) {
    int bytes = blocks * BLOCK_BYTES;
    program.move(R4, R2).add(R4, bytes).jumpIfGreater(R4, R3, "many blocks");
    for (int at = 0; at < bytes; at += Long.BYTES) {
      program.load64(R5, R0, at).store64(R2, at, R5);
    }
    program.jump("copied");
  }

  /** Where the map has no interface any more, the packet R8 and all behind it stay unsent. */
  private static void send(BpfAssembler program, int callFd, int deviceFd) {
    redirect(program, deviceFd)
        .jumpIfEqual(R0, XDP_REDIRECT, "sent")
        .moveMapValue(R7, callFd, 0)
        .store32(R7, CallLayout.CURSOR, R8)
        .move(R2, 1)
        .store32(R7, CallLayout.HALTED, R2)
        .store32(R7, CallLayout.GONE, R2)
        .move(R0, XDP_DROP)
        .label("sent")
        .exit();
  }

  /** R0 = XDP_REDIRECT, or XDP_DROP if the map has no interface any more. */
  static BpfAssembler redirect(BpfAssembler program, int deviceFd) {
    return program
        .moveMap(R1, deviceFd)
        .move(R2, BpfDeviceMap.KEY)
        .move(R3, XDP_DROP)
        .call(Helper.REDIRECT_MAP);
  }

  /** Marks the packet R8 as one that the driver was never offered. */
  private static void refuse(BpfAssembler program, int callFd, CallLayout layout) {
    program
        .label("refuse")
        .moveMapValue(R7, callFd, layout.refused())
        .add(R7, R8)
        .store8(R7, 0, 1)
        .moveMapValue(R7, callFd, 0)
        .load32(R2, R7, CallLayout.REFUSALS)
        .add(R2, 1)
        .store32(R7, CallLayout.REFUSALS, R2)
        .label("drop")
        .move(R0, XDP_DROP)
        .exit();
  }
}
