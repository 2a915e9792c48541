/*
 * AF_PACKET at its best: a TX ring (TPACKET_V2) whose frames are written once, PACKET_QDISC_BYPASS, one send() for a
 * batch. See Documentation/networking/packet_mmap.rst.
 *
 *   near=INTERFACE size=BYTES   required
 *   batch=256                   packets of a batch
 */
#define _GNU_SOURCE
#include "contestant.h"
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/mman.h>

enum { FRAMES = 2048, FRAME_BYTES = 2048, BLOCK_BYTES = 1 << 16 };

static volatile uint64_t sent, kicks;

static void print_figures(void)
{
	printf("sent=%llu kicks=%llu\n", (unsigned long long)sent, (unsigned long long)kicks);
}

static void set(int fd, int option, const void *value, socklen_t bytes, const char *what)
{
	if (setsockopt(fd, SOL_PACKET, option, value, bytes))
		die(what);
}

static int open_socket(const char *interface, uint8_t **ring)
{
	int version = TPACKET_V2, bypass = 1, fd = socket(AF_PACKET, SOCK_RAW, 0);
	struct tpacket_req request = { .tp_block_size = BLOCK_BYTES,
				       .tp_block_nr = (uint64_t)FRAMES * FRAME_BYTES / BLOCK_BYTES,
				       .tp_frame_size = FRAME_BYTES,
				       .tp_frame_nr = FRAMES };
	/* protocol 0: it receives nothing */
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(interface) };

	if (fd < 0)
		die("socket");
	set(fd, PACKET_VERSION, &version, sizeof(version), "PACKET_VERSION");
	set(fd, PACKET_QDISC_BYPASS, &bypass, sizeof(bypass), "PACKET_QDISC_BYPASS");
	set(fd, PACKET_TX_RING, &request, sizeof(request), "PACKET_TX_RING");
	raise_send_buffer(fd);
	*ring = mmap(NULL, (size_t)FRAMES * FRAME_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
	if (*ring == MAP_FAILED)
		die("mmap");
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		die("bind");
	return fd;
}

static struct tpacket2_hdr *frame(uint8_t *ring, uint32_t i)
{
	return (struct tpacket2_hdr *)(ring + (size_t)i * FRAME_BYTES);
}

static void kick(int fd)
{
	kicks++;
	if (send(fd, NULL, 0, MSG_DONTWAIT) < 0 && !is_transient(errno))
		die("send");
}

int main(int argc, char **argv)
{
	uint32_t batch = number(argc, argv, "batch", 256), size = number(argc, argv, "size", 64), next = 0;
	uint8_t *ring;
	int fd = open_socket(text(argc, argv, "near", ""), &ring);

	for (uint32_t i = 0; i < FRAMES; i++)
		write_frame((uint8_t *)frame(ring, i) + TPACKET2_HDRLEN - sizeof(struct sockaddr_ll), size, i);
	ready(print_figures);
	for (;;) {
		for (uint32_t i = 0; i < batch; i++, next = (next + 1) % FRAMES) {
			struct tpacket2_hdr *header = frame(ring, next);
			uint32_t status;
			while ((status = __atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE)) != TP_STATUS_AVAILABLE) {
				if (status & TP_STATUS_WRONG_FORMAT) {
					errno = EINVAL;
					die("frame");
				}
				kick(fd);
			}
			header->tp_len = size;
			__atomic_store_n(&header->tp_status, TP_STATUS_SEND_REQUEST, __ATOMIC_RELEASE);
		}
		kick(fd);
		sent += batch;
	}
}
