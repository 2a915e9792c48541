package reactor.xsk.internal.port;

import reactor.xsk.XskGrant;
import reactor.xsk.XskGrants;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.ForwardingSocket;
import reactor.xsk.internal.linux.XskSocket;

/** A zero-copy socket whose driver wants an XDP program, which is closed behind the socket. */
final class ProgrammedSocket extends ForwardingSocket {

  private final CloseStack.Closer program;

  ProgrammedSocket(XskSocket socket, CloseStack.Closer program) {
    super(socket);
    this.program = program;
  }

  @Override
  public XskGrants grants() {
    XskGrant one = XskGrant.of(1, 1, "passes all that is received");
    return super.grants().with(XskGrants.Option.XDP_PROGRAMS, one);
  }

  @Override
  public String describe() {
    return super.describe() + ", xdpProgram=passes all";
  }

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      program.close();
    }
  }
}
