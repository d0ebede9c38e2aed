/*
 * TLS for wsload's connections: 1.3 with AES-128-GCM, the same work for every server, and no
 * certificate is looked at. Reads and writes like recv and send on a socket that does not block.
 */
#ifndef TLS_H
#define TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct tls;

/* To be called once, before all else; ends the program where there is no OpenSSL. */
void tls_setup(void);

/* TLS over a connected socket; call tls_handshake to begin. */
struct tls *tls_new(int fd);

/* Says goodbye and forgets; the socket is the caller's to close. */
void tls_free(struct tls *t);

/* Goes on with the handshake: 1 when it is over, 0 when there is more to come, -1 when it failed. */
int tls_handshake(struct tls *t);

/* Like send, but takes all or nothing: nothing while some of what it took before has not gone. */
ssize_t tls_send(struct tls *t, const void *data, size_t n);

/* Whether some of what was taken has not gone; tls_send of nothing goes on with it. */
bool tls_unsent(const struct tls *t);

/* Like recv, with room for more than a record, 16 KiB; of whole records that came nothing is kept. */
ssize_t tls_recv(struct tls *t, void *to, size_t room);

#endif
