/*
 * broadcast_epoll - sends whatever comes on a connection to all of them: one
 * thread, epoll, nothing else.
 *
 *   Build:  gcc -O3 -march=native -Wall -Wextra -o broadcast_epoll broadcast_epoll.c
 *   Run:    ./broadcast_epoll 9001     (listens on 127.0.0.1; ends when a pipe
 *                                       that is its standard input does)
 *
 * The limit to measure a WebSocket server's broadcast against: one send() of
 * ready bytes for each subscriber, and no WebSocket. What came together goes
 * out together. Use it with `wsload --raw --broadcast --port 9001`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 1 << 17 };

static char buffer[512 * 1024];
static int poller, subscribers[MOST], count;

static void accept_all(int listener) {
  int fd, on = 1;
  while (count < MOST && (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    subscribers[count++] = fd;
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &e);
  }
}

static void drop(int fd) {
  for (int i = 0; i < count; i++)
    if (subscribers[i] == fd) {
      subscribers[i] = subscribers[--count];
      close(fd);
      return;
    }
}

/* Waits for a full socket; whoever measures reads all the time. One that broke is left to epoll. */
static void send_all(int fd, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t n = send(fd, buffer + sent, length - sent, MSG_NOSIGNAL);
    if (n > 0) {
      sent += n;
    } else if (errno == EAGAIN) {
      struct pollfd full = {.fd = fd, .events = POLLOUT};
      poll(&full, 1, -1);
    } else {
      return;
    }
  }
}

static void broadcast_from(int fd) {
  ssize_t received = recv(fd, buffer, sizeof buffer, 0);
  if (received <= 0) {
    if (received == 0 || errno != EAGAIN) drop(fd);
    return;
  }
  for (int i = 0; i < count; i++) send_all(subscribers[i], received);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: broadcast_epoll PORT\n");
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
    perror("broadcast_epoll");
    return 1;
  }
  poller = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &e);
  e.events = 0; /* its end is told nevertheless; of a file it cannot be */
  e.data.fd = STDIN_FILENO;
  epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &e);

  struct epoll_event events[1024];
  for (;;) {
    int n = epoll_wait(poller, events, 1024, -1);
    for (int i = 0; i < n; i++) {
      if (events[i].data.fd == listener) accept_all(listener);
      else if (events[i].data.fd == STDIN_FILENO) return 0;
      else broadcast_from(events[i].data.fd);
    }
  }
}
