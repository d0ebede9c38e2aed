/* TLS by OpenSSL, between buffers of its own and the socket; see tls.h. */
#include "tls.h"

#include <stdio.h>
#include <stdlib.h>

#if __has_include(<openssl/ssl.h>)
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

enum { BUFFER = 640 * 1024, RECORD = 16 * 1024 };

struct tls {
    SSL *ssl;
    BIO *in, *out; /* what came from the socket, and what is to go there */
    int fd;
    uint8_t *rest; /* what the socket did not take */
    size_t rest_offset, rest_length;
};

static SSL_CTX *context;
static uint8_t buffer[BUFFER];

static void require(bool done) {
    if (done) return;
    fprintf(stderr, "wsload: TLS: %s\n", ERR_reason_error_string(ERR_get_error()));
    exit(2);
}

void tls_setup(void) {
    context = SSL_CTX_new(TLS_client_method());
    require(context);
    require(SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION));
    require(SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256"));
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
}

struct tls *tls_new(int fd) {
    struct tls *t = calloc(1, sizeof *t);
    require(t && (t->ssl = SSL_new(context)) && (t->in = BIO_new(BIO_s_mem())) && (t->out = BIO_new(BIO_s_mem())));
    t->fd = fd;
    SSL_set_bio(t->ssl, t->in, t->out); /* which frees them */
    SSL_set_connect_state(t->ssl);
    return t;
}

/* Moves what is to go to the socket. Returns false, with errno, if some of it stays. */
static bool flush(struct tls *t) {
    for (;;) {
        if (t->rest) {
            ssize_t w = send(t->fd, t->rest + t->rest_offset, t->rest_length - t->rest_offset, MSG_NOSIGNAL);
            if (w < 0) return false;
            t->rest_offset += (size_t) w;
            if (t->rest_offset < t->rest_length) continue;
            free(t->rest);
            t->rest = NULL;
        }
        int n = BIO_read(t->out, buffer, BUFFER);
        if (n <= 0) return true;
        ssize_t w = send(t->fd, buffer, (size_t) n, MSG_NOSIGNAL);
        if (w == n) continue;
        size_t gone = w < 0 ? 0 : (size_t) w;
        int why = errno;
        t->rest_offset = 0;
        t->rest_length = (size_t) n - gone;
        t->rest = malloc(t->rest_length);
        require(t->rest);
        memcpy(t->rest, buffer + gone, t->rest_length);
        if (w < 0) {
            errno = why;
            return false;
        }
    }
}

/* Takes what the socket has. Returns as recv does. */
static ssize_t fill(struct tls *t, size_t most) {
    ssize_t n = recv(t->fd, buffer, most < BUFFER ? most : BUFFER, 0);
    if (n > 0) require(BIO_write(t->in, buffer, (int) n) == (int) n);
    return n;
}

int tls_handshake(struct tls *t) {
    ssize_t n = fill(t, BUFFER);
    if (n == 0 || (n < 0 && errno != EAGAIN)) return -1;
    int done = SSL_do_handshake(t->ssl);
    if (done <= 0 && SSL_get_error(t->ssl, done) != SSL_ERROR_WANT_READ) {
        fprintf(stderr, "wsload: TLS: %s\n", ERR_reason_error_string(ERR_peek_error()));
        errno = EPROTO;
        return -1;
    }
    if (!flush(t) && errno != EAGAIN) return -1;
    return done == 1;
}

ssize_t tls_send(struct tls *t, const void *data, size_t n) {
    if (!flush(t)) return -1;
    if (n == 0) return 0;
    if (SSL_write(t->ssl, data, (int) n) != (int) n) {
        errno = EPROTO;
        return -1;
    }
    return flush(t) || errno == EAGAIN ? (ssize_t) n : -1;
}

bool tls_unsent(const struct tls *t) { return t->rest; }

ssize_t tls_recv(struct tls *t, void *to, size_t room) {
    /* what is decrypted is smaller, but there may be the most of a record already */
    ssize_t n = fill(t, room - RECORD);
    if (n <= 0) return n;
    size_t got = 0;
    int r;
    while ((r = SSL_read(t->ssl, (uint8_t *) to + got, (int) (room - got))) > 0) got += (size_t) r;
    if (got > 0) return (ssize_t) got;
    int why = SSL_get_error(t->ssl, r);
    if (why == SSL_ERROR_ZERO_RETURN) return 0;
    errno = why == SSL_ERROR_WANT_READ ? EAGAIN : EPROTO;
    return -1;
}

void tls_free(struct tls *t) {
    SSL_shutdown(t->ssl);
    flush(t);
    SSL_free(t->ssl);
    free(t->rest);
    free(t);
}

#else

void tls_setup(void) {
    fprintf(stderr, "wsload: --tls: built without OpenSSL, whose headers were not there (libssl-dev)\n");
    exit(2);
}

/* Nobody gets here. */
struct tls *tls_new(int fd) { (void) fd; abort(); }
void tls_free(struct tls *t) { (void) t; abort(); }
int tls_handshake(struct tls *t) { (void) t; abort(); }
ssize_t tls_send(struct tls *t, const void *data, size_t n) { (void) t, (void) data, (void) n; abort(); }
bool tls_unsent(const struct tls *t) { (void) t; abort(); }
ssize_t tls_recv(struct tls *t, void *to, size_t room) { (void) t, (void) to, (void) room; abort(); }

#endif
