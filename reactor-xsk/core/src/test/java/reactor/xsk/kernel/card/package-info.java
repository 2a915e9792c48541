/**
 * Tests of a network card that is plugged in and out, in a virtual machine: {@code ./mvnw verify
 * -Pvm}. The tests run in the guest; {@link reactor.xsk.kernel.card.HostEnd} runs on the host.
 */
package reactor.xsk.kernel.card;
