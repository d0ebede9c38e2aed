/*
 * echo_epoll - a raw TCP echo server for Linux: epoll, nothing else.
 *
 *   Build:  gcc -O3 -march=native -Wall -Wextra -pthread -o echo_epoll echo_epoll.c
 *   Run:    ./echo_epoll 9001          (listens on 127.0.0.1; ends when a pipe
 *                                       that is its standard input does)
 *           ./echo_epoll 9001 2        (with two threads, which get connections
 *                                       in turn, and not one)
 *
 * The limit to measure a WebSocket echo server against: the same bytes in and
 * out, no parsing, no unmasking. Use it with `wsload --raw --port 9001`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* One connection; `pending` holds what the kernel would not take yet. */
struct connection {
  int fd;
  char *pending;
  size_t sent, length;
};

enum { BUFFER_BYTES = 512 * 1024, MOST_THREADS = 64 };

/* Of each thread its own: what it waits at, and what it reads into. */
static __thread int poller;
static __thread char *buffer;

static int pollers[MOST_THREADS];
static int threads = 1;
static int listener;

static void watch(int at, struct connection *c, int operation, unsigned events) {
  struct epoll_event e = {.events = events, .data.ptr = c};
  epoll_ctl(at, operation, c->fd, &e);
}

static void drop(struct connection *c) {
  close(c->fd);
  free(c->pending);
  free(c);
}

static void accept_all(void) {
  static int accepted;
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    watch(pollers[accepted++ % threads], c, EPOLL_CTL_ADD, EPOLLIN);
  }
}

/* Sends what is pending; goes back to reading when all of it is out. */
static void flush_pending(struct connection *c) {
  ssize_t n = send(c->fd, c->pending + c->sent, c->length - c->sent, MSG_NOSIGNAL);
  if (n < 0) {
    if (errno != EAGAIN) drop(c);
    return;
  }
  c->sent += n;
  if (c->sent == c->length) {
    free(c->pending);
    c->pending = NULL;
    watch(poller, c, EPOLL_CTL_MOD, EPOLLIN);
  }
}

static void echo(struct connection *c) {
  ssize_t received = recv(c->fd, buffer, BUFFER_BYTES, 0);
  if (received <= 0) {
    if (received == 0 || errno != EAGAIN) drop(c);
    return;
  }
  ssize_t n = send(c->fd, buffer, received, MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN) {
    drop(c);
    return;
  }
  if (n < 0) n = 0;
  if (n < received) {
    c->length = received - n;
    c->sent = 0;
    c->pending = malloc(c->length);
    memcpy(c->pending, buffer + n, c->length);
    watch(poller, c, EPOLL_CTL_MOD, EPOLLOUT);
  }
}

static struct connection starter;

/* Serves what one poller has, and is the process's last if the starter is gone. */
static void *serve(void *own) {
  poller = *(int *)own;
  buffer = malloc(BUFFER_BYTES);
  struct epoll_event events[1024];
  for (;;) {
    int n = epoll_wait(poller, events, 1024, -1);
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == NULL) accept_all();
      else if (c == &starter) exit(0);
      else if (events[i].events & EPOLLOUT) flush_pending(c);
      else echo(c);
    }
  }
}

int main(int argc, char **argv) {
  if (argc == 3) threads = atoi(argv[2]);
  if (argc < 2 || argc > 3 || threads < 1 || threads > MOST_THREADS) {
    fprintf(stderr, "usage: echo_epoll PORT [THREADS]\n");
    return 2;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  int on = 1;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons(atoi(argv[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
    perror("echo_epoll");
    return 1;
  }
  for (int i = 0; i < threads; i++) pollers[i] = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(pollers[0], EPOLL_CTL_ADD, listener, &e);
  e.events = 0; /* its end is told nevertheless; of a file it cannot be */
  e.data.ptr = &starter;
  epoll_ctl(pollers[0], EPOLL_CTL_ADD, STDIN_FILENO, &e);

  pthread_t thread;
  for (int i = 1; i < threads; i++) pthread_create(&thread, NULL, serve, &pollers[i]);
  serve(&pollers[0]);
}
