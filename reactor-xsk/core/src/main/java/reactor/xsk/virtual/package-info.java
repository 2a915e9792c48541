/**
 * A model of the kernel in memory, to test programs that send, without a kernel, a network device
 * or privileges.
 *
 * <p>A sender with {@link reactor.xsk.XskConfig.Builder#virtualKernel} runs the very code that
 * ships (rings, frame ledger, kick and errno handling); only the kernel under it is a model, which
 * misbehaves on request:
 *
 * <pre>{@code
 * List<byte[]> sent = new CopyOnWriteArrayList<>();
 * VirtualKernel kernel = VirtualKernel.builder()
 *     .onPacket(packet -> sent.add(packet.toArray(ValueLayout.JAVA_BYTE)))
 *     .build();
 * XskConfig config = XskConfig.builder("virt0").virtualKernel(kernel).build();
 * try (XskSender sender = XskSender.create(config)) {
 *   kernel.onNextKicks(VirtualFault.again().times(3)); // three times EAGAIN, then as usual
 *   sender.send(packets).block();
 * }
 * }</pre>
 */
@NullMarked
package reactor.xsk.virtual;

import org.jspecify.annotations.NullMarked;
