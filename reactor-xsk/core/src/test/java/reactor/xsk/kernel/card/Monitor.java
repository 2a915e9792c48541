package reactor.xsk.kernel.card;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The monitor of QEMU, in its form for people: a command, an answer, and the prompt again. */
final class Monitor {

  private static final String PROMPT = "(qemu) ";

  private final SocketChannel channel;

  private Monitor(SocketChannel channel) {
    this.channel = channel;
  }

  static Monitor at(Path socket) throws IOException {
    Monitor monitor = new Monitor(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    monitor.readToPrompt();
    return monitor;
  }

  /** Has a command carried out that prints nothing unless it fails. */
  String command(String command) throws IOException {
    ByteBuffer line = UTF_8.encode(command + "\n");
    while (line.hasRemaining()) {
      channel.write(line);
    }
    String answer = readToPrompt();
    int error = answer.indexOf("Error: ");
    if (error >= 0) {
      throw new IOException(command + ": " + answer.substring(error).lines().findFirst().get());
    }
    return "";
  }

  /** The echo of the command is part of what is read. */
  private String readToPrompt() throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(4_096);
    while (!text.toString().endsWith(PROMPT)) {
      if (channel.read(buffer.clear()) < 0) {
        throw new EOFException("QEMU has ended");
      }
      text.append(UTF_8.decode(buffer.flip()));
    }
    return text.toString();
  }
}
