package reactor.xsk.samples.bench.linux;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The kernel's own generator: BPF_PROG_RUN over live frames, which are redirected as they are. All
 * packets are the same; nothing is copied. No sender can be faster on this path.
 */
public final class LiveFrames {

  private static final int PACKETS_A_CALL = 1 << 16;

  private final int program;
  private final MemorySegment packet;

  /**
   * Loads the program and attaches it to the interface as well: a program that is attached nowhere
   * costs two RCU grace periods a call.
   */
  public LiveFrames(int interfaceIndex, byte[] packet) throws IOException {
    this.program = Bpf.load(Bpf.XDP, BpfCode.redirect(interfaceIndex));
    Bpf.attachXdp(program, interfaceIndex);
    this.packet = Arena.global().allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, packet);
  }

  /** Sends many, or fewer if the process is stopped meanwhile. */
  public void send() throws IOException {
    try {
      Bpf.runLive(program, packet, PACKETS_A_CALL);
    } catch (InterruptedIOException e) {
      // what it has sent is sent
    }
  }
}
