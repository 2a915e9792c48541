package reactor.xsk.samples;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.xsk.Packet;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;

/**
 * The start of the README as a program: sends 1,000 Ethernet frames on the interface given.
 *
 * <pre>
 * ./mvnw -q -pl samples/programs/hello -am package -DunitTests.skip -DkernelTests.skip
 * java -jar samples/programs/hello/target/reactor-xsk-samples-hello.jar eth0
 * </pre>
 */
public final class HelloXsk {

  /** Broadcast, from a locally administered address, with the EtherType for experiments. */
  private static final byte[] HEADER = {
    -1, -1, -1, -1, -1, -1, 2, 0, 0, 0, 0, 1, (byte) 0x88, (byte) 0xB5
  };

  private HelloXsk() {}

  /** Takes the name of the interface. */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: HelloXsk <interface>   (sends 1,000 broadcast frames there)");
      System.exit(2);
    }
    Flux<Packet> packets = Flux.range(0, 1_000).map(HelloXsk::hello);
    try (XskSender sender = XskSender.create(XskConfig.builder(args[0]).build())) {
      SendReport report = sender.send(packets).block();
      System.out.println(sender.mode() + ": " + report);
    } catch (XskException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static Packet hello(int number) {
    byte[] text = "hello, this is packet %d".formatted(number).getBytes(StandardCharsets.US_ASCII);
    return frame -> {
      frame.copyFrom(MemorySegment.ofArray(HEADER));
      frame.asSlice(HEADER.length).copyFrom(MemorySegment.ofArray(text));
      return HEADER.length + text.length;
    };
  }
}
