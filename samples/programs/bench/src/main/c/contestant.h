/*
 * What the C programs of the benchmarks have in common: settings (name=value), the lines that they print, clocks.
 *
 * A program prints READY when it sends, or UNAVAILABLE and why. It answers a line on standard input with its own
 * counters, and ends at end of file.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADER_BYTES = 42 };

static void die(const char *what)
{
	printf("UNAVAILABLE %s: %s\n", what, strerror(errno));
	fflush(stdout);
	exit(1);
}

/* The value of the last setting NAME=..., so that what is added later wins. */
static const char *text(int argc, char **argv, const char *name, const char *otherwise)
{
	size_t length = strlen(name);
	for (int i = argc - 1; i > 0; i--)
		if (!strncmp(argv[i], name, length) && argv[i][length] == '=')
			return argv[i] + length + 1;
	return otherwise;
}

static uint64_t number(int argc, char **argv, const char *name, uint64_t otherwise)
{
	const char *value = text(argc, argv, name, NULL);
	return value ? strtoull(value, NULL, 10) : otherwise;
}

/* A frame of SIZE bytes: UDP over IPv4 over Ethernet, as the others send; the far end does not look. */
static void write_frame(uint8_t *frame, uint32_t size, uint32_t seed)
{
	static const uint8_t header[HEADER_BYTES] = { 0x02, 0, 0, 0, 0, 0xfe, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0, 0x45 };
	memcpy(frame, header, sizeof(header));
	for (uint32_t at = HEADER_BYTES; at < size; at++)
		frame[at] = (uint8_t)(at + seed);
}

/* The default of SO_SNDBUF stalls at some 256 packets in flight. */
static void raise_send_buffer(int fd)
{
	int bytes = 16 << 20;
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof(bytes)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
}

static int is_transient(int error)
{
	return error == ENOBUFS || error == EAGAIN || error == EBUSY || error == ENETDOWN || error == EINTR;
}

static inline uint64_t now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline void wait_until(uint64_t due)
{
	while (now(CLOCK_MONOTONIC) < due)
		__asm__ volatile("" ::: "memory");
}

static pthread_t start_thread(void *(*run)(void *), void *argument)
{
	pthread_t thread;
	errno = pthread_create(&thread, NULL, run, argument);
	if (errno)
		die("pthread_create");
	return thread;
}

/* Answers lines with the figures that PRINT prints, on a thread of its own. */
static void *answer(void *print)
{
	char line[64];
	while (fgets(line, sizeof(line), stdin)) {
		((void (*)(void))print)();
		fflush(stdout);
	}
	exit(0);
	return NULL;
}

static void ready(void (*print)(void))
{
	start_thread(answer, (void *)print);
	printf("READY\n");
	fflush(stdout);
}
