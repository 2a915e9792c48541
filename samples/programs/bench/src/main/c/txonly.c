/*
 * The C reference of the benchmarks: what `xdpsock -t -S -s SIZE -b BATCH` does, and variants of it.
 *
 *   near=INTERFACE size=BYTES   required
 *   batch=32                    packets of a batch
 *   zerocopy=0                  1: zero-copy, or fail
 *   write=once|each             frames are written before the run, or each packet is written anew
 *   source=own|handed           a thread of its own makes the packets and hands over one by one; both wait busily
 *   rate=0                      0: as fast as it goes. Else one packet at a time, so many a second, paced by a busy
 *                               wait; each carries CLOCK_REALTIME (ns, host order) at offset 42
 *   queues=1 [pin=1]            so many queues, with a socket and a thread each; bound to CPUs
 */
#define _GNU_SOURCE
#include "contestant.h"
#include "xskqueue.h"
#include <sched.h>

enum { MOST_QUEUES = 16, HANDED = 1024 };

static struct queue queues[MOST_QUEUES];
static uint32_t queue_count, batch, size;
static int write_each, handed, pinned;
static uint64_t rate;
static uint8_t template[FRAME_BYTES];

static void print_figures(void)
{
	unsigned long long sent = 0, kicks = 0;
	for (uint32_t i = 0; i < queue_count; i++) {
		sent += queues[i].sent;
		kicks += queues[i].kicks;
	}
	printf("sent=%llu kicks=%llu windows=%llu\n", sent, kicks, kicks);
}

static inline void write_numbered(struct queue *q, uint64_t value)
{
	uint8_t *frame = next_frame(q);
	memcpy(frame, template, size);
	memcpy(frame + HEADER_BYTES, &value, sizeof(value));
}

/* tx_only() of xdpsock */
static void send_written_once(struct queue *q)
{
	for (;;) {
		await_room(q, batch);
		for (uint32_t i = 0; i < batch; i++)
			describe(q, size);
		publish(q, batch);
	}
}

static void send_written_each(struct queue *q)
{
	for (uint64_t value = 0;;) {
		await_room(q, batch);
		for (uint32_t i = 0; i < batch; i++) {
			write_numbered(q, value++);
			describe(q, size);
		}
		publish(q, batch);
	}
}

static void send_stamped(struct queue *q, uint64_t stamp)
{
	await_room(q, 1);
	memcpy(next_frame(q) + HEADER_BYTES, &stamp, sizeof(stamp));
	describe(q, size);
	publish(q, 1);
}

static void send_paced(struct queue *q)
{
	uint64_t start = now(CLOCK_MONOTONIC);
	for (uint64_t n = 1;; n++) {
		wait_until(start + n * 1000000000 / rate);
		send_stamped(q, now(CLOCK_REALTIME));
	}
}

/* What is handed over: each thread's own index on a line of its own. */
static struct {
	uint64_t items[HANDED];
	uint64_t produced __attribute__((aligned(128)));
	uint64_t consumed __attribute__((aligned(128)));
} hand __attribute__((aligned(128)));

static void *produce(void *unused)
{
	uint64_t start = now(CLOCK_MONOTONIC), produced = 0, consumed = 0;
	pthread_setname_np(pthread_self(), "paced source");
	for (;;) {
		if (rate)
			wait_until(start + (produced + 1) * 1000000000 / rate);
		while (produced - consumed == HANDED)
			consumed = __atomic_load_n(&hand.consumed, __ATOMIC_ACQUIRE);
		hand.items[produced % HANDED] = rate ? now(CLOCK_REALTIME) : produced;
		__atomic_store_n(&hand.produced, ++produced, __ATOMIC_RELEASE);
	}
	return unused;
}

/* Takes what is there, up to a batch, and never waits for more. */
static void send_handed(struct queue *q)
{
	start_thread(produce, NULL);
	for (uint64_t consumed = 0;;) {
		uint64_t there = __atomic_load_n(&hand.produced, __ATOMIC_ACQUIRE) - consumed;
		if (!there)
			continue;
		if (there > batch)
			there = batch;
		await_room(q, there);
		for (uint64_t i = 0; i < there; i++) {
			write_numbered(q, hand.items[consumed++ % HANDED]);
			describe(q, size);
		}
		__atomic_store_n(&hand.consumed, consumed, __ATOMIC_RELEASE);
		publish(q, there);
	}
}

/* Binds the calling thread to CPU I of those that there are, from the start again if there are fewer. */
static void pin(int i)
{
	cpu_set_t cpus;
	CPU_ZERO(&cpus);
	CPU_SET(i % sysconf(_SC_NPROCESSORS_ONLN), &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus))
		die("sched_setaffinity");
}

static void *run(void *queue)
{
	struct queue *q = queue;
	if (pinned)
		pin(q - queues);
	if (handed)
		send_handed(q);
	if (rate)
		send_paced(q);
	if (write_each)
		send_written_each(q);
	send_written_once(q);
	return NULL;
}

int main(int argc, char **argv)
{
	queue_count = number(argc, argv, "queues", 1);
	batch = number(argc, argv, "batch", 32);
	size = number(argc, argv, "size", 64);
	rate = number(argc, argv, "rate", 0);
	pinned = number(argc, argv, "pin", 0);
	int zero_copy = number(argc, argv, "zerocopy", 0);
	write_each = !strcmp(text(argc, argv, "write", "once"), "each");
	handed = !strcmp(text(argc, argv, "source", "own"), "handed");
	if (queue_count > MOST_QUEUES || batch > RING / 2 || size > FRAME_BYTES || (handed && queue_count > 1)) {
		errno = EINVAL;
		die("settings");
	}
	write_frame(template, size, 0);
	for (uint32_t i = 0; i < queue_count; i++) {
		open_queue(&queues[i], text(argc, argv, "near", ""), i, batch, zero_copy);
		for (uint32_t frame = 0; frame < FRAMES; frame++)
			write_frame(queues[i].umem + (size_t)frame * FRAME_BYTES, size, frame);
	}
	ready(print_figures);
	for (uint32_t i = 1; i < queue_count; i++)
		start_thread(run, &queues[i]);
	run(&queues[0]);
}
