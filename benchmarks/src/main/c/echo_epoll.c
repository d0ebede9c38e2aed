/*
 * echo_epoll - a raw TCP echo server for Linux: one thread, epoll, nothing else.
 *
 *   Build:  gcc -O3 -march=native -Wall -Wextra -o echo_epoll echo_epoll.c
 *   Run:    ./echo_epoll 9001          (listens on 127.0.0.1; ends when a pipe
 *                                       that is its standard input does)
 *
 * The limit to measure a WebSocket echo server against: the same bytes in and
 * out, no parsing, no unmasking. Use it with `wsload --raw --port 9001`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
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

static char buffer[512 * 1024];
static int poller;

static void watch(struct connection *c, int operation, unsigned events) {
  struct epoll_event e = {.events = events, .data.ptr = c};
  epoll_ctl(poller, operation, c->fd, &e);
}

static void drop(struct connection *c) {
  close(c->fd);
  free(c->pending);
  free(c);
}

static void accept_all(int listener) {
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
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
    watch(c, EPOLL_CTL_MOD, EPOLLIN);
  }
}

static void echo(struct connection *c) {
  ssize_t received = recv(c->fd, buffer, sizeof buffer, 0);
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
    watch(c, EPOLL_CTL_MOD, EPOLLOUT);
  }
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: echo_epoll PORT\n");
    return 2;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  int on = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons(atoi(argv[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
    perror("echo_epoll");
    return 1;
  }
  poller = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &e);

  struct connection starter;
  e.events = 0; /* its end is told nevertheless; of a file it cannot be */
  e.data.ptr = &starter;
  epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &e);

  struct epoll_event events[1024];
  for (;;) {
    int n = epoll_wait(poller, events, 1024, -1);
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == NULL) accept_all(listener);
      else if (c == &starter) return 0;
      else if (events[i].events & EPOLLOUT) flush_pending(c);
      else echo(c);
    }
  }
}
